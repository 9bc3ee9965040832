import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { REPOSITORY } from '../settings/repository.ts'

/** Set by npm, the shell or the system, not by whoever runs Marquee. */
const NOT_OURS = new Set([
  'PATH',
  'INIT_CWD',
  'HOME',
  'NEXT_TELEMETRY_DISABLED',
  'PRISMA_SCHEMA_ENGINE_BINARY',
])
/** Named below the table: of tests and benchmarks alone. */
const OF_TESTS = [
  'MARQUEE_FOOTAGE',
  'MARQUEE_LONG',
  'CHROMIUM_PATH',
  'NGINX_PATH',
  'PLAYWRIGHT_JSON_OUTPUT_FILE',
]

function documented(): string[] {
  const page = readFileSync(path.join(REPOSITORY, 'docs/operations/README.md'), 'utf8')
  return [...page.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name = '']) => name)
}

/** Reads of process.env, and the keys of the schemas that parse it. */
function readByCode(): Set<string> {
  const files = execFileSync('git', ['ls-files', 'apps', 'packages', 'tools'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !/\.test\.|\/testing\//.test(file))
  const names = new Set<string>()
  for (const file of files) {
    const source = readFileSync(path.join(REPOSITORY, file), 'utf8')
    for (const [, name = ''] of source.matchAll(/process\.env(?:\.|\[')([A-Z][A-Z0-9_]+)/g)) names.add(name)
    if (!/environment|compose-variables|read-settings/.test(path.basename(file))) continue
    for (const [, name = ''] of source.matchAll(/^\s+([A-Z][A-Z0-9_]{3,}):/gm)) names.add(name)
    for (const [, name = ''] of source.matchAll(/\b(?:env|given|source)\.([A-Z][A-Z0-9_]{3,})/g))
      names.add(name)
  }
  return names
}

/** The rows of the table «what fails → what happens → which test», with the files that the last cell names. */
function failures(): { what: string; tests: string[] }[] {
  const page = readFileSync(path.join(REPOSITORY, 'docs/operations/README.md'), 'utf8')
  const table = page.split('## When something dies')[1]?.split('\n[')[0] ?? ''
  return [...table.matchAll(/^\| (?!what fails)([^|]+) \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, what = '', tests = '']) => ({
      what,
      tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
    }),
  )
}

describe('docs/operations', () => {
  it('names for everything that fails a test that exists', () => {
    expect(failures().length).toBeGreaterThan(10)
    const isTest = (file: string) =>
      /\.(test|spec)\.ts$/.test(file) && existsSync(path.join(REPOSITORY, file))
    expect(failures().filter(({ tests }) => tests.length === 0 || !tests.every(isTest))).toEqual([])
  })

  it('lists every variable that the code reads', () => {
    const listed = new Set([...documented(), ...OF_TESTS, ...NOT_OURS])
    expect([...readByCode()].filter((name) => !listed.has(name))).toEqual([])
  })

  it('lists no variable that nothing reads, and none twice', () => {
    const source = execFileSync(
      'git',
      ['grep', '-hoE', '[A-Z][A-Z0-9_]{3,}', '--', 'apps', 'packages', 'tools'],
      {
        cwd: REPOSITORY,
        encoding: 'utf8',
        maxBuffer: 2 ** 27,
      },
    )
    const words = new Set(source.split('\n'))
    expect(documented().filter((name) => !words.has(name))).toEqual([])
    expect(new Set(documented()).size).toBe(documented().length)
  })
})
