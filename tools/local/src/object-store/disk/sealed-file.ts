import { type FileHandle, open } from 'node:fs/promises'
import { systemCode } from './missing.ts'

/**
 * A sealed file is data, then a JSON trailer, then the trailer's length and a mark. Data and what is known of it
 * (ETag, headers) so come and go with one rename.
 */
const MARK = Buffer.from('MRQ1')
const FOOT_BYTES = 4 + MARK.length
/** Reads the trailer of nearly every file in one call. */
const GUESS_BYTES = 4_096
/** Data is gathered into writes of this size. */
const WRITE_BYTES = 512 * 1_024

/** Streams data into a new file; `seal` then gives the trailer. On disk when this resolves. */
export async function writeSealed<T>(path: string, data: AsyncIterable<Buffer>, seal: () => T): Promise<T> {
  const file = await open(path, 'wx', 0o600)
  try {
    await writeAll(file, data)
    const trailer = seal()
    await file.writev([encodeTrailer(trailer)])
    await file.datasync()
    return trailer
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, data: AsyncIterable<Buffer>): Promise<void> {
  let gathered: Buffer[] = []
  let bytes = 0
  const flush = async () => {
    for (let rest = gathered; rest.length > 0; )
      rest = remaining(rest, (await file.writev(rest)).bytesWritten)
    gathered = []
    bytes = 0
  }
  for await (const chunk of data) {
    gathered.push(chunk)
    bytes += chunk.length
    if (bytes >= WRITE_BYTES) await flush()
  }
  await flush()
}

/** A write may be short; what is left of the buffers. */
function remaining(buffers: Buffer[], written: number): Buffer[] {
  let skip = written
  return buffers.flatMap((buffer) => {
    const rest = buffer.subarray(Math.min(skip, buffer.length))
    skip -= buffer.length - rest.length
    return rest.length > 0 ? [rest] : []
  })
}

function encodeTrailer(trailer: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(trailer))
  const foot = Buffer.alloc(FOOT_BYTES)
  foot.writeUInt32BE(json.length)
  MARK.copy(foot, 4)
  return Buffer.concat([json, foot])
}

/** An open sealed file; whoever gets it closes it. It outlives a rename over it or its deletion. */
export interface SealedFile<T> {
  file: FileHandle
  trailer: T
}

/** Undefined where there is no such file. `T` is what this program wrote under that folder. */
export async function openSealed<T>(path: string): Promise<SealedFile<T> | undefined> {
  const file = await openOrMissing(path)
  if (!file) return undefined
  try {
    return { file, trailer: await readTrailer<T>(file, path) }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Only the trailer. */
export async function readSealed<T>(path: string): Promise<T | undefined> {
  const sealed = await openSealed<T>(path)
  await sealed?.file.close()
  return sealed?.trailer
}

async function openOrMissing(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    // ENAMETOOLONG: no such key can have been written.
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(systemCode(error) ?? '')) return undefined
    throw error
  }
}

async function readTrailer<T>(file: FileHandle, path: string): Promise<T> {
  const { size } = await file.stat()
  const guess = await readAt(file, Math.max(0, size - GUESS_BYTES), Math.min(size, GUESS_BYTES))
  if (guess.length < FOOT_BYTES || !guess.subarray(-MARK.length).equals(MARK))
    throw new Error(`${path} is not sealed`)
  const length = guess.readUInt32BE(guess.length - FOOT_BYTES)
  const fits = length + FOOT_BYTES <= guess.length
  const json = fits
    ? guess.subarray(guess.length - FOOT_BYTES - length, guess.length - FOOT_BYTES)
    : await readAt(file, size - FOOT_BYTES - length, length)
  return JSON.parse(json.toString('utf8'))
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
