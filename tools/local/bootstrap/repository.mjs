import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the clone. */
export const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..')
