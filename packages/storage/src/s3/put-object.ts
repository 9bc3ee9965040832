import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { PutObjectCommand } from '@aws-sdk/client-s3'
import { PreconditionFailed, StoreAnswer } from '../errors.ts'
import type { PutBody, PutOptions, PutResult } from '../port.ts'
import type { S3Context } from './context.ts'
import { headObject } from './get-object.ts'
import { retryUnavailable } from './retry.ts'
import { translated } from './translate-error.ts'
import { uploadFile } from './upload-file.ts'

export async function putObject(
  context: S3Context,
  key: string,
  body: PutBody,
  options: PutOptions = {},
): Promise<PutResult> {
  if (typeof body === 'string') return putBytes(context, key, Buffer.from(body), options)
  if (body instanceof Uint8Array) return putBytes(context, key, body, options)
  if ('file' in body) return uploadFile(context, body.file, key, options)
  return orExists(options, () => sendPut(context, key, body.stream, body.size, options))
}

async function putBytes(
  context: S3Context,
  key: string,
  bytes: Uint8Array,
  options: PutOptions,
): Promise<PutResult> {
  let sends = 0
  const send = () => {
    sends++
    return sendPut(context, key, bytes, bytes.byteLength, options)
  }
  try {
    return await retryUnavailable(send, options.signal)
  } catch (error) {
    if (!(options.ifNoneMatch && error instanceof PreconditionFailed)) throw error
    const repeated = sends > 1 || (error.cause instanceof StoreAnswer && error.cause.attempts > 1)
    const unheard = repeated ? await wroteItUnheard(context, key, bytes, options) : undefined
    return unheard ?? { outcome: 'exists' }
  }
}

/**
 * A conditional write whose answer was lost is repeated and then meets its own object. After more than one attempt,
 * an object with our exact bytes counts as ours.
 */
async function wroteItUnheard(
  context: S3Context,
  key: string,
  bytes: Uint8Array,
  { signal }: PutOptions,
): Promise<PutResult | undefined> {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
  const found = await headObject(context, key, { signal })
  return found?.etag === etag ? { outcome: 'written', etag } : undefined
}

/** Turns the refusal of a conditional write into its expected value. */
export async function orExists(
  { ifNoneMatch }: PutOptions,
  write: () => Promise<PutResult>,
): Promise<PutResult> {
  try {
    return await write()
  } catch (error) {
    if (ifNoneMatch && error instanceof PreconditionFailed) return { outcome: 'exists' }
    throw error
  }
}

export async function sendPut(
  { client, bucket }: S3Context,
  key: string,
  body: Uint8Array | Readable,
  size: number,
  { contentType, cacheControl, ifNoneMatch, signal }: PutOptions,
): Promise<PutResult> {
  return translated({ operation: 'PutObject', key, signal }, async () => {
    const command = new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: body,
      ContentLength: size,
      ContentType: contentType,
      CacheControl: cacheControl,
      IfNoneMatch: ifNoneMatch,
    })
    const answer = await client.send(command, { abortSignal: signal })
    return { outcome: 'written', etag: answer.ETag ?? '' }
  })
}
