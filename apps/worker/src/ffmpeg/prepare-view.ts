import { chmod, lstat, mkdir, readlink, rename, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { mountTable, tablePath, WORK_FOLDER } from './sandbox.ts'

/** Where programs and their libraries lie, and what the loader and the C library open. What a machine lacks is left out. */
const SHOWN = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'],
  ...['/etc/alternatives', '/etc/ld.so.cache', '/dev/null', '/dev/urandom'],
]

/**
 * Makes the folder that programs will take for the whole machine: the places where others are to be mounted, and the
 * table that says which. It may stand there already; several workers may make it at once.
 * @param others to be shown besides: devices, and folders to be read
 */
export async function prepareView(view: string, others: readonly string[] = []): Promise<void> {
  const mounts: string[] = []
  for (const path of ['/', '/proc', WORK_FOLDER]) await makeFolder(join(view, path))
  for (const path of [...SHOWN, ...others]) {
    if (await makePlace(view, path)) mounts.push(path)
  }
  const draft = `${tablePath(view)}.${process.pid}`
  await writeFile(draft, mountTable(view, mounts))
  await rename(draft, tablePath(view))
}

/** Whether something has to be mounted there: a link is copied, and leads to a place of its own. */
async function makePlace(view: string, path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null)
  if (!found) return false
  await makeFolder(dirname(join(view, path)))
  if (found.isSymbolicLink()) {
    await symlink(await readlink(path), join(view, path)).catch(unlessThere)
    return false
  }
  if (found.isDirectory()) await makeFolder(join(view, path))
  else await writeFile(join(view, path), '', { flag: 'a' })
  return true
}

/** The mode of mkdir alone would be cut by the umask. */
async function makeFolder(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) await chmod(folder, 0o755)
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
