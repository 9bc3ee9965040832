import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StorageUnavailable } from '../errors.ts'
import type { Cancellable, ObjectInfo } from '../port.ts'
import type { S3Context } from './context.ts'
import { getObject } from './get-object.ts'
import { retryUnavailable } from './retry.ts'

/** Writes beside `path` first and renames, so that a file under `path` is always whole. */
export async function downloadToFile(
  context: S3Context,
  key: string,
  path: string,
  { signal }: Cancellable = {},
): Promise<ObjectInfo> {
  const partial = `${path}.partial`
  try {
    const info = await fetchInto(context, key, partial, signal)
    await rename(partial, path)
    return info
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function fetchInto(context: S3Context, key: string, partial: string, signal: AbortSignal | undefined) {
  const {
    body,
    contentLength: _length,
    contentRange: _range,
    ...info
  } = await getObject(context, key, { signal })
  let written = await appendBody(body, partial, 0, signal)
  await retryUnavailable(async () => {
    if (written === info.size) return
    const rest = { range: { start: written }, ifMatch: info.etag, signal }
    written += await appendBody((await getObject(context, key, rest)).body, partial, written, signal)
    if (written < info.size) throw new StorageUnavailable('GetObject')
  }, signal)
  return info
}

/** Bytes that reached the file, even where the connection then broke: the next try goes on from there. */
async function appendBody(body: Readable, path: string, start: number, signal: AbortSignal | undefined) {
  const file = createWriteStream(path, { flags: start === 0 ? 'w' : 'r+', start })
  try {
    await pipeline(body, file, { signal })
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (isOfDisk(error)) throw error
  }
  return file.bytesWritten
}

/** Of write(2), which knows no path: full, above a quota, above a size, broken. */
const WRITE_ERRORS: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO']

/** What opening a file meets names its path; nothing of the network does. */
function isOfDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return 'path' in error || ('code' in error && WRITE_ERRORS.includes(error.code))
}
