import { accessSync, constants } from 'node:fs'
import path from 'node:path'

/** The absolute path of a program in one of the folders, by default those of PATH; or undefined. */
export function findProgram(name, folders = (process.env.PATH ?? '').split(path.delimiter)) {
  for (const folder of folders) {
    const file = path.join(folder, name)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not in this folder.
    }
  }
  return undefined
}
