import { access, constants, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { UploadSource } from '../ports.ts'

/** Bytes `start` to `end` of a file, `end` excluded. */
export interface FileRange {
  readonly path: string
  readonly start: number
  readonly end: number
}

/** A local file. Rejects with the system's error where there is none, or it cannot be read. */
export async function createFileSource(path: string): Promise<UploadSource<FileRange>> {
  await access(path, constants.R_OK)
  const found = await stat(path)
  if (!found.isFile()) throw new Error(`${path} is not a file`)
  const { size } = found
  return { fileName: basename(path), size, slice: (start, end) => ({ path, start, end }) }
}
