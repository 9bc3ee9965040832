import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { checkArrows } from './check-arrows.ts'
import { readImports } from './read-imports.ts'

const folder = temporaryFolder('arrows')

/** A house of four rooms, to which a test adds its files. */
const ROOMS = {
  'package.json': { name: 'marquee', devDependencies: { vitest: '4' } },
  'apps/api/package.json': {
    name: '@marquee/api',
    dependencies: { '@marquee/domain': '*', '@marquee/schema': '*', express: '5' },
    devDependencies: { '@types/express': '5' },
  },
  'apps/web/package.json': {
    name: '@marquee/web',
    dependencies: { '@marquee/schema': '*', '@marquee/domain': '*' },
  },
  'packages/domain/package.json': {
    name: '@marquee/domain',
    exports: { '.': {} },
    dependencies: { '@marquee/schema': '*', pg: '8' },
  },
  'packages/schema/package.json': { name: '@marquee/schema', exports: { './ids': {} } },
}

function violations(files: Record<string, string>): string[] {
  const root = mkdtempSync(path.join(folder, 'house-'))
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
    writeFileSync(path.join(root, file), text)
  }
  for (const [file, content] of Object.entries(ROOMS)) write(file, JSON.stringify(content))
  for (const [file, text] of Object.entries(files)) write(file, text)
  return checkArrows(root)
}

/** One import statement, put together so that this file does not seem to have it. */
const from = (specifier: string): string => `import { x } from '${specifier}'\n`

describe('checkArrows', () => {
  it('passes imports along the arrows', () => {
    expect(
      violations({
        'apps/api/src/server/start.ts': `${from('../videos/index.ts')}${from('express')}${from('node:fs')}`,
        'apps/api/src/videos/index.ts': from('../schema/builder.ts'),
        'apps/api/src/videos/find.ts': `${from('../channels/index.ts')}${from('@marquee/domain')}`,
        'apps/api/src/videos/find.test.ts': from('vitest'),
        'packages/domain/src/store.ts': `${from('pg')}${from('@marquee/schema/ids')}`,
      }),
    ).toEqual([])
  })

  it.each([
    [
      'a room against the arrows',
      'apps/web/src/a.ts',
      '@marquee/domain',
      'apps/web may not import packages/domain',
    ],
    ['an app', 'apps/api/src/a.ts', '@marquee/web', 'apps/api may not import apps/web'],
    ['a room that does not exist', 'apps/api/src/a.ts', '@marquee/attic', 'no room has this name'],
    [
      'past the exports',
      'apps/api/src/a.ts',
      '@marquee/domain/src/store.ts',
      'does not export ./src/store.ts',
    ],
    [
      'another room by path',
      'apps/api/src/a.ts',
      '../../../packages/domain/src/store.ts',
      'reaches out of apps/api',
    ],
    [
      'an undeclared package',
      'apps/api/src/a.ts',
      'lodash/get',
      'lodash is not declared in apps/api/package.json',
    ],
    ['a development package', 'apps/api/src/a.ts', 'vitest', 'vitest is a development dependency only'],
    ['SQL outside of the domain', 'apps/api/src/a.ts', 'pg', 'speak SQL'],
    [
      'a slice past its index',
      'apps/api/src/videos/a.ts',
      '../channels/store.ts',
      'slice channels is entered by its',
    ],
    [
      'a slice past its index, from the server',
      'apps/api/src/server/a.ts',
      '../channels/b.ts',
      'slice channels is',
    ],
    ['a slice from the schema', 'apps/api/src/schema/a.ts', '../videos/index.ts', 'schema is a leaf'],
    [
      'the server from a slice',
      'apps/api/src/videos/a.ts',
      '../server/context.ts',
      'only bin starts the server',
    ],
    [
      'another feature',
      'apps/web/src/features/watch/a.tsx',
      '../studio/b.tsx',
      'feature watch may not import',
    ],
    [
      'another feature by alias',
      'apps/web/src/features/watch/a.tsx',
      '@/features/studio/b',
      'feature watch may not',
    ],
  ])('refuses %s', (_, file, specifier, reason) => {
    expect(violations({ [file]: from(specifier) })).toEqual([expect.stringContaining(reason)])
  })

  it('refuses a room that the design does not have', () => {
    expect(violations({ 'packages/utils/package.json': '{"name":"@marquee/utils"}' })).toEqual([
      expect.stringContaining('packages/utils: a room without arrows'),
    ])
  })
})

describe('readImports', () => {
  it('finds statements over several lines, types, re-exports, side effects and dynamic imports', () => {
    const lines = [
      'import {',
      '  a,',
      "} from 'one'",
      "import type { B } from 'two'",
      "export * from 'three'",
    ]
    const more = [
      "import 'four'",
      `const x = await ${'import'}('five')`,
      "// import y from 'six'",
      " * import 'seven'",
    ]
    expect(readImports([...lines, ...more].join('\n')).sort()).toEqual([
      'five',
      'four',
      'one',
      'three',
      'two',
    ])
  })
})
