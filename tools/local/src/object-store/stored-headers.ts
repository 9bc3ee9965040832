import { validateHeaderValue } from 'node:http'
import { checksumHeader } from './body/checksums.ts'
import type { ObjectRecord, StoredHeaders } from './disk/records.ts'
import { quoted } from './etag.ts'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'

const KEPT = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']
const DEFAULT_TYPE = 'binary/octet-stream'

/** What a PUT asks to have answered with the object. */
export function readStoredHeaders({ headers }: Pick<S3Request, 'headers'>): StoredHeaders {
  const stored: StoredHeaders = { 'content-type': DEFAULT_TYPE }
  for (const [name, value] of headers) {
    if (KEPT.includes(name) || name.startsWith('x-amz-meta-')) stored[name] = value
  }
  // aws-chunked is how the bytes travelled, not what they are.
  const encodings = (headers.get('content-encoding') ?? '').split(',').map((encoding) => encoding.trim())
  const kept = encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked')
  if (kept.length > 0) stored['content-encoding'] = kept.join(', ')
  return stored
}

/** Of a GET or HEAD, without Content-Length. A presigned GET may override some with response-*. */
export function objectHeaders(record: ObjectRecord, request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {
    ...record.headers,
    etag: quoted(record.etag),
    'last-modified': new Date(record.modified).toUTCString(),
    'accept-ranges': 'bytes',
  }
  for (const name of [...KEPT, 'content-encoding']) {
    const override = request.query.get(`response-${name}`)
    if (override !== undefined) headers[name] = checkedValue(name, override)
  }
  if (record.checksum && request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED') {
    headers[checksumHeader(record.checksum.algorithm)] = record.checksum.value
  }
  if (record.tags?.length) headers['x-amz-tagging-count'] = String(record.tags.length)
  return headers
}

/** @throws S3Error InvalidArgument for line ends and characters that no header can carry */
function checkedValue(name: string, value: string): string {
  try {
    validateHeaderValue(name, value)
    return value
  } catch {
    throw new S3Error('InvalidArgument', `response-${name} is not the value of a header`)
  }
}
