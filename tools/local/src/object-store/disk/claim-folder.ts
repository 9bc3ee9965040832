import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { identifyProcess, isAlive, type ProcessIdentity } from '../../processes/identify-process.ts'
import { ensureFolder } from './ensure-folder.ts'
import { ignoreMissing, systemCode } from './missing.ts'

/** Another live process owns the data; locks and leases are in memory, so two would harm each other's objects. */
export class FolderInUse extends Error {
  readonly pid: number
  constructor(folder: string, pid: number) {
    super(`The folder ${folder} belongs to the running process ${pid}`)
    this.name = 'FolderInUse'
    this.pid = pid
  }
}

/** Makes this process the owner of a data folder until it ends, however it ends. @throws FolderInUse */
export async function claimFolder(folder: string): Promise<void> {
  await ensureFolder(folder)
  const path = join(folder, 'owner')
  for (;;) {
    try {
      return await writeFile(path, JSON.stringify(identifyProcess(process.pid)), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') throw error
    }
    const owner = parseOwner(await ignoreMissing(readFile(path, 'utf8')))
    if (owner && owner.pid !== process.pid && isAlive(owner)) throw new FolderInUse(folder, owner.pid)
    await rm(path, { force: true })
  }
}

/** Undefined where the file was cut short: its writer is gone. */
function parseOwner(text = ''): ProcessIdentity | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
