import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { UploadPartCommand } from '@aws-sdk/client-s3'
import type { MultipartRef, PutOptions, PutResult, UploadedPart } from '../port.ts'
import type { S3Context } from './context.ts'
import { headObject } from './get-object.ts'
import { abortUpload, completeUpload, createUpload } from './multipart.ts'
import { orExists, sendPut } from './put-object.ts'
import { retryUnavailable } from './retry.ts'
import { translated } from './translate-error.ts'

/** Above this a file goes up in parts, so that a broken connection costs one part. */
export const MULTIPART_ABOVE_BYTES = 64 * 2 ** 20
const PART_BYTES = 16 * 2 ** 20
const MAX_PARTS = 10_000
const PARTS_AT_ONCE = 4

/** One part: parts are of equal size except the last, as R2 requires. */
interface FilePart {
  number: number
  start: number
  size: number
}

export async function uploadFile(
  context: S3Context,
  path: string,
  key: string,
  options: PutOptions = {},
): Promise<PutResult> {
  const { size } = await stat(path)
  return orExists(options, () =>
    size > MULTIPART_ABOVE_BYTES
      ? uploadInParts(context, path, key, size, options)
      : uploadWhole(context, path, key, size, options),
  )
}

function uploadWhole(context: S3Context, path: string, key: string, size: number, options: PutOptions) {
  const send = () => sendPut(context, key, createReadStream(path), size, options)
  return retryUnavailable(send, options.signal)
}

async function uploadInParts(
  context: S3Context,
  path: string,
  key: string,
  size: number,
  options: PutOptions,
): Promise<PutResult> {
  // Spares the loser its upload; completion decides the race.
  if (options.ifNoneMatch && (await headObject(context, key, options))) return { outcome: 'exists' }
  const upload = await createUpload(context, key, options)
  try {
    const parts = await uploadParts(context, path, upload, planParts(size), options.signal)
    const { etag } = await completeUpload(context, upload, parts, options)
    return { outcome: 'written', etag }
  } catch (error) {
    // The first cause wins: what aborting says is of no interest beside it.
    await abortUpload(context, upload).catch(() => undefined)
    throw error
  }
}

export function planParts(size: number): FilePart[] {
  const partSize = Math.max(PART_BYTES, Math.ceil(size / MAX_PARTS))
  return Array.from({ length: Math.ceil(size / partSize) }, (_, index) => ({
    number: index + 1,
    start: index * partSize,
    size: Math.min(partSize, size - index * partSize),
  }))
}

async function uploadParts(
  context: S3Context,
  path: string,
  upload: MultipartRef,
  plan: FilePart[],
  signal: AbortSignal | undefined,
): Promise<UploadedPart[]> {
  const queue = plan.values()
  const done: UploadedPart[] = []
  const stop = new AbortController()
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  const lane = async () => {
    for (const part of queue) {
      done.push(await retryUnavailable(() => uploadPart(context, path, upload, part, either), either))
    }
  }
  const lanes = Array.from({ length: PARTS_AT_ONCE }, () =>
    lane().catch((error: unknown) => {
      stop.abort(error)
      throw error
    }),
  )
  const failed = (await Promise.allSettled(lanes)).some((outcome) => outcome.status === 'rejected')
  if (failed) throw either.reason
  return done.sort((a, b) => a.number - b.number)
}

async function uploadPart(
  { client, bucket }: S3Context,
  path: string,
  { key, uploadId }: MultipartRef,
  { number, start, size }: FilePart,
  signal: AbortSignal,
): Promise<UploadedPart> {
  return translated({ operation: 'UploadPart', key, uploadId, signal }, async () => {
    const command = new UploadPartCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      PartNumber: number,
      ContentLength: size,
      Body: createReadStream(path, { start, end: start + size - 1 }),
    })
    const answer = await client.send(command, { abortSignal: signal })
    return { number, size, etag: answer.ETag ?? '' }
  })
}
