import { Readable } from 'node:stream'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { ObjectNotFound } from '../errors.ts'
import type { ByteRange, Cancellable, GetOptions, ObjectContent, ObjectInfo } from '../port.ts'
import type { S3Context } from './context.ts'
import { translated } from './translate-error.ts'

export async function getObject(
  { client, bucket }: S3Context,
  key: string,
  { range, ifMatch, signal }: GetOptions = {},
): Promise<ObjectContent> {
  return translated({ operation: 'GetObject', key, signal }, async () => {
    const answer = await client.send(
      new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        Range: range && rangeHeader(range),
        IfMatch: ifMatch,
      }),
      { abortSignal: signal },
    )
    if (!(answer.Body instanceof Readable)) throw new TypeError('GetObject answered without a stream')
    const contentLength = answer.ContentLength ?? 0
    return {
      ...objectInfo(key, answer),
      size: totalOf(answer.ContentRange) ?? contentLength,
      body: answer.Body,
      contentLength,
      contentRange: answer.ContentRange,
    }
  })
}

export async function headObject(
  { client, bucket }: S3Context,
  key: string,
  { signal }: Cancellable = {},
): Promise<ObjectInfo | undefined> {
  try {
    return await translated({ operation: 'HeadObject', key, signal }, async () => {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key })
      return objectInfo(key, await client.send(command, { abortSignal: signal }))
    })
  } catch (error) {
    if (error instanceof ObjectNotFound) return undefined
    throw error
  }
}

/** RFC 9110 section 14.1.2. */
export function rangeHeader(range: ByteRange): string {
  if ('suffix' in range) return `bytes=-${range.suffix}`
  return `bytes=${range.start}-${range.end ?? ''}`
}

/** 100 of `bytes 0-9/100`. */
function totalOf(contentRange: string | undefined): number | undefined {
  const total = contentRange?.split('/')[1]
  return total === undefined ? undefined : Number(total)
}

interface AnsweredHeaders {
  ContentLength?: number
  ETag?: string
  LastModified?: Date
  ContentType?: string
  CacheControl?: string
}

function objectInfo(key: string, answer: AnsweredHeaders): ObjectInfo {
  return {
    key,
    size: answer.ContentLength ?? 0,
    etag: answer.ETag ?? '',
    lastModified: answer.LastModified ?? new Date(0),
    contentType: answer.ContentType,
    cacheControl: answer.CacheControl,
  }
}
