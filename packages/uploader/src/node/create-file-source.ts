import { access, constants, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { fingerprintFile } from '../fingerprint-file.ts'
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
  const facts = { fileName: basename(path), size: found.size, lastModified: Math.floor(found.mtimeMs) }
  return {
    fileName: facts.fileName,
    size: facts.size,
    slice: (start, end) => ({ path, start, end }),
    fingerprint: () => fingerprintFile(facts, (start, end) => readRange({ path, start, end })),
  }
}

async function readRange({ path, start, end }: FileRange): Promise<ArrayBuffer> {
  const file = await open(path)
  try {
    const bytes = new Uint8Array(end - start)
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start)
    return bytes.buffer.slice(0, bytesRead)
  } finally {
    await file.close()
  }
}
