import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type CreateMultipartUploadCommandInput,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { S3Bench } from './subject.ts'

/** S3's least for every part but the last: 5 MiB. */
export const PART_BYTES = 5 * 2 ** 20

/** An open upload, as the SDK's commands name it. */
export interface Upload {
  Bucket: string
  Key: string
  UploadId: string
}

export async function createUpload(
  { client, bucket }: S3Bench,
  Key: string,
  options: Partial<CreateMultipartUploadCommandInput> = {},
): Promise<Upload> {
  const object = { Bucket: bucket, Key }
  const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ ...options, ...object }))
  return { ...object, UploadId }
}

/** A URL for one PUT of exactly `size` bytes, as Marquee gives to browsers. */
export function presignPart({ client }: S3Bench, upload: Upload, PartNumber: number, size: number) {
  const command = new UploadPartCommand({ ...upload, PartNumber, ContentLength: size })
  return getSignedUrl(client, command, {
    expiresIn: 600,
    unhoistableHeaders: new Set(['content-length']),
  })
}

/** The status and the ETag. */
export async function sendPart(
  bench: S3Bench,
  upload: Upload,
  number: number,
  bytes: Buffer,
  announced = bytes.length,
) {
  const url = await presignPart(bench, upload, number, announced)
  const { status, headers } = await bench.wire.send(url, 'PUT', {}, bytes)
  return { status, etag: headers.etag ?? '' }
}

export interface NamedPart {
  PartNumber: number
  ETag: string
}

export function completeUpload(
  { client }: S3Bench,
  upload: Upload,
  parts: readonly NamedPart[],
  only: { IfNoneMatch?: '*' } = {},
) {
  const MultipartUpload = { Parts: [...parts] }
  return client.send(new CompleteMultipartUploadCommand({ ...upload, ...only, MultipartUpload }))
}
