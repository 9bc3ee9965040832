import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import type { Cancellable, ObjectEntry } from '../port.ts'
import type { S3Context } from './context.ts'
import { translateError } from './translate-error.ts'

export async function* listObjects(
  { client, bucket }: S3Context,
  prefix: string,
  { signal }: Cancellable = {},
): AsyncGenerator<ObjectEntry> {
  // Keys may hold characters that XML cannot carry, so they travel URL-encoded.
  const input = { Bucket: bucket, Prefix: prefix, EncodingType: 'url' as const }
  try {
    signal?.throwIfAborted()
    for await (const page of paginateListObjectsV2({ client }, input, { abortSignal: signal })) {
      for (const { Key = '', Size = 0, ETag = '', LastModified = new Date(0) } of page.Contents ?? []) {
        yield { key: decodeListedKey(Key), size: Size, etag: ETag, lastModified: LastModified }
      }
    }
  } catch (error) {
    throw translateError(error, { operation: 'ListObjectsV2', key: prefix, signal })
  }
}

/** S3 encodes a space as `+` and a plus as `%2B`. */
export function decodeListedKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '))
}
