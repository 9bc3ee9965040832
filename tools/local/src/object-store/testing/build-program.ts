import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const SOURCES = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const REPOSITORY = resolve(SOURCES, '../../..')

export interface BuiltProgram {
  /** The folder to remove afterwards. */
  folder: string
  program: string
}

/** Compiles the program alone, so that tests start what is in the sources now, whatever dist/ holds. */
export async function buildProgram(): Promise<BuiltProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-object-store-'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(REPOSITORY, 'tsconfig.base.json'),
      compilerOptions: {
        rootDir: SOURCES,
        outDir: folder,
        composite: false,
        declaration: false,
        sourceMap: false,
        noCheck: true,
        types: ['node'],
        typeRoots: [join(REPOSITORY, 'node_modules/@types')],
      },
      files: [join(SOURCES, 'bin/object-store.ts')],
    }),
  )
  const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [tsc, '-p', folder])
  return { folder, program: join(folder, 'bin/object-store.js') }
}
