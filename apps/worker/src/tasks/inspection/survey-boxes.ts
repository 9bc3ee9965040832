import { type FileHandle, open } from 'node:fs/promises'
import { BOX_HEADER_BYTES, type Box, type MovieHeader, readBoxHeader, readMovieHeader } from '@marquee/media'

/** The outermost structure of an MP4 or QuickTime file. */
export interface BoxSurvey {
  /** Null where there is none: a recording that was never finished, or a file that was cut. */
  readonly header: MovieHeader | null
  /** A box reaches past the end of the file. */
  readonly isCut: boolean
}

/** Twelve hours of one-second fragments have 86,400 of them, two boxes each. */
const MAX_BOXES = 500_000
/** Twelve hours of 60 frames a second need some 60 MB of tables. */
const MAX_MOOV_BYTES = 128_000_000

/** Walks the outermost boxes, reading 16 bytes of each, and the whole of `moov`. */
export async function surveyBoxes(path: string, sizeBytes: number): Promise<BoxSurvey> {
  const file = await open(path)
  try {
    return await walk(file, sizeBytes)
  } finally {
    await file.close()
  }
}

async function walk(file: FileHandle, sizeBytes: number): Promise<BoxSurvey> {
  let header: MovieHeader | null = null
  let position = 0
  for (let count = 0; position < sizeBytes && count < MAX_BOXES; count += 1) {
    const box = readBoxHeader(await read(file, position, BOX_HEADER_BYTES), 0, position, sizeBytes)
    if (!box) break
    if (box.end > sizeBytes) return { header, isCut: true }
    if (box.type === 'moov') header = await readMoov(file, box)
    position = box.end
  }
  return { header, isCut: false }
}

async function readMoov(file: FileHandle, { content, end }: Box): Promise<MovieHeader> {
  return readMovieHeader(await read(file, content, Math.min(end - content, MAX_MOOV_BYTES)))
}

async function read(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
