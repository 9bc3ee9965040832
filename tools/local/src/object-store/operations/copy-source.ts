import { createHash } from 'node:crypto'
import { type OpenObject, openObject } from '../disk/open-object.ts'
import type { Call } from '../operation.ts'
import { type ByteSpan, readRange } from '../range.ts'
import { S3Error } from '../s3-error.ts'
import type { Content } from './write-object.ts'

/** Opens what x-amz-copy-source names. @throws S3Error NoSuchBucket, NoSuchKey, NotImplemented */
export async function openCopySource({ disk, request }: Call): Promise<OpenObject> {
  const source = request.headers.get('x-amz-copy-source') ?? ''
  for (const name of request.headers.keys()) {
    if (name.startsWith('x-amz-copy-source-if-'))
      throw new S3Error('NotImplemented', `${name} is not implemented`)
  }
  const [, bucket = '', encodedKey = ''] = /^\/?([^/]+)\/(.+)$/.exec(source) ?? []
  if (encodedKey.includes('?')) throw new S3Error('NotImplemented', 'Versions are not implemented')
  if (!disk.buckets.has(bucket)) throw new S3Error('NoSuchBucket', 'The source bucket does not exist')
  const object = await openObject(disk, bucket, decodeSourceKey(encodedKey))
  if (!object) throw new S3Error('NoSuchKey', 'The source key does not exist')
  return object
}

/** The bytes of x-amz-copy-source-range, which must lie inside of the source; else all of them. */
export function copiedSpan({ request }: Call, size: number): ByteSpan | undefined {
  const header = request.headers.get('x-amz-copy-source-range')
  if (header === undefined) return size === 0 ? undefined : { start: 0, end: size - 1 }
  const span = readRange(header, size)
  if (!span || !/^bytes=\d+-\d+$/.test(header) || !header.endsWith(`-${span.end}`)) {
    throw new S3Error(
      'InvalidArgument',
      'The x-amz-copy-source-range must be bytes=first-last inside of the source',
    )
  }
  return span
}

export function copiedContent(source: OpenObject, span: ByteSpan | undefined): Content {
  const md5 = createHash('md5')
  let size = 0
  async function* chunks(): AsyncGenerator<Buffer> {
    if (!span) return
    for await (const chunk of source.read(span.start, span.end)) {
      md5.update(chunk)
      size += chunk.length
      yield chunk
    }
  }
  return { chunks: chunks(), verify: () => ({ size, md5: md5.digest('hex'), checksum: undefined }) }
}

function decodeSourceKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    throw new S3Error('InvalidArgument', 'The x-amz-copy-source is not percent-encoded UTF-8')
  }
}
