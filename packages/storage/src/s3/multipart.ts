import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { InvalidPart, StorageUnavailable, StoreAnswer, UploadNotFound } from '../errors.ts'
import type {
  Cancellable,
  MultipartRef,
  MultipartUploads,
  PresignPartRequest,
  PutOptions,
  UploadedPart,
} from '../port.ts'
import type { S3Context } from './context.ts'
import { headObject } from './get-object.ts'
import { translated } from './translate-error.ts'

export function multipartUploads(context: S3Context): MultipartUploads {
  return {
    create: (key, options) => createUpload(context, key, options),
    presignPart: (request) => presignPart(context, request),
    listParts: (upload, options) => listParts(context, upload, options),
    complete: (upload, parts, options) => completeUpload(context, upload, parts, options),
    abort: (upload, options) => abortUpload(context, upload, options),
  }
}

export async function createUpload(
  { client, bucket }: S3Context,
  key: string,
  { contentType, cacheControl, signal }: PutOptions = {},
): Promise<MultipartRef> {
  return translated({ operation: 'CreateMultipartUpload', key, signal }, async () => {
    const command = new CreateMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      ContentType: contentType,
      CacheControl: cacheControl,
    })
    const { UploadId } = await client.send(command, { abortSignal: signal })
    if (UploadId === undefined) throw new TypeError('CreateMultipartUpload answered without an UploadId')
    return { key, uploadId: UploadId }
  })
}

async function presignPart({ presigner, bucket }: S3Context, request: PresignPartRequest): Promise<string> {
  const command = new UploadPartCommand({
    Bucket: bucket,
    Key: request.key,
    UploadId: request.uploadId,
    PartNumber: request.partNumber,
    ContentLength: request.contentLength,
  })
  // Content-Length is a signed header: a part can be neither longer nor shorter than announced.
  return getSignedUrl(presigner, command, {
    expiresIn: request.expiresInSeconds,
    unhoistableHeaders: new Set(['content-length']),
  })
}

async function listParts(
  { client, bucket }: S3Context,
  { key, uploadId }: MultipartRef,
  { signal }: Cancellable = {},
): Promise<UploadedPart[]> {
  return translated({ operation: 'ListParts', key, uploadId, signal }, async () => {
    const parts: UploadedPart[] = []
    // Not the SDK's paginator: it goes on for as long as there is a marker, and stores give one on the last page too.
    for (let marker: string | undefined; ; ) {
      const input = { Bucket: bucket, Key: key, UploadId: uploadId, PartNumberMarker: marker }
      const page = await client.send(new ListPartsCommand(input), { abortSignal: signal })
      for (const { PartNumber = 0, Size = 0, ETag = '' } of page.Parts ?? []) {
        parts.push({ number: PartNumber, size: Size, etag: ETag })
      }
      if (!page.IsTruncated) return parts
      marker = page.NextPartNumberMarker
    }
  })
}

export async function completeUpload(
  context: S3Context,
  { key, uploadId }: MultipartRef,
  parts: readonly UploadedPart[],
  { ifNoneMatch, signal }: Pick<PutOptions, 'ifNoneMatch' | 'signal'> = {},
): Promise<{ etag: string }> {
  if (!areInOrder(parts)) throw new InvalidPart(uploadId)
  const { client, bucket } = context
  const subject = { operation: 'CompleteMultipartUpload', key, uploadId, signal }
  return translated(subject, async () => {
    const command = new CompleteMultipartUploadCommand({
      Bucket: bucket,
      Key: key,
      UploadId: uploadId,
      MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
      IfNoneMatch: ifNoneMatch,
    })
    const { ETag } = await client.send(command, { abortSignal: signal })
    // Ceph 16 answers none, or one without quotes.
    return { etag: ETag?.startsWith('"') ? ETag : ((await headObject(context, key, { signal }))?.etag ?? '') }
  }).catch(async (error: unknown) => {
    // Ceph 16 fails inside where the upload is gone, which no retry would mend.
    if (saysInternalError(error)) await listParts(context, { key, uploadId }, { signal })
    throw error
  })
}

/** The store itself, not a network that lost an answer: then the object may well have been made. */
function saysInternalError(error: unknown): boolean {
  return (
    error instanceof StorageUnavailable && error.cause instanceof StoreAnswer && error.cause.status === 500
  )
}

/** S3 refuses others; Ceph sorts them and takes none as well. */
function areInOrder(parts: readonly UploadedPart[]): boolean {
  return parts.length > 0 && parts.every(({ number }, index) => number > (parts[index - 1]?.number ?? 0))
}

export async function abortUpload(
  { client, bucket }: S3Context,
  { key, uploadId }: MultipartRef,
  { signal }: Cancellable = {},
): Promise<void> {
  try {
    await translated({ operation: 'AbortMultipartUpload', key, uploadId, signal }, () =>
      client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }), {
        abortSignal: signal,
      }),
    )
  } catch (error) {
    if (!(error instanceof UploadNotFound)) throw error
  }
}
