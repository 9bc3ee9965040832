import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the clone; this file is two folders below `tools/local`, in `src` as in `dist`. */
export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..')

/** The absolute path of a file that a build leaves, named from the root of the clone. */
export const builtFile = (fromRoot: string): string => path.join(REPOSITORY, fromRoot)
