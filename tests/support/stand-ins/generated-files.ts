import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import path from 'node:path'

/** Where generated files lie between tests and runs, one folder for each user. */
const KEPT = path.join(tmpdir(), `marquee-stand-ins-${userInfo().uid}`)

/** A file, or a folder, that `recipe` decides completely: made at the first call, found by every later one. */
export function keepFile(
  name: string,
  recipe: readonly string[],
  make: (file: string) => Promise<void>,
): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16)
  const file = path.join(KEPT, key, name)
  return existsSync(file) ? Promise.resolve(file) : putInPlace(file, make)
}

/** A file of these bytes; it replaces the one that an earlier run wrote under this name. */
export function keepBytes(name: string, bytes: Uint8Array | string): Promise<string> {
  return putInPlace(path.join(KEPT, 'bytes', name), (file) => writeFile(file, bytes))
}

/** Appears whole or not at all, so that two runs at once never read half of it. */
async function putInPlace(file: string, make: (file: string) => Promise<void>): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true })
  const unfinished = await mkdtemp(path.join(KEPT, 'unfinished-'))
  try {
    await make(path.join(unfinished, path.basename(file)))
    await rename(path.join(unfinished, path.basename(file)), file).catch(takeTheirs)
  } finally {
    await rm(unfinished, { recursive: true })
  }
  return file
}

/** A folder is not replaced: whoever was first has put the same there. */
function takeTheirs(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
}
