import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout; compiled, this file lies one folder deeper. */
export const REPOSITORY = findRepository(path.dirname(fileURLToPath(import.meta.url)))

function findRepository(from: string): string {
  const parent = path.dirname(from)
  return path.basename(from) === 'tests' ? parent : findRepository(parent)
}
