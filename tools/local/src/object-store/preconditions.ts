import type { ObjectRecord } from './disk/records.ts'
import { unquoted } from './etag.ts'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'

/** RFC 9110 section 13.2.2, for reading. */
export type Precondition = 'holds' | 'not-modified' | 'failed'

export function checkReadPreconditions({ headers }: S3Request, record: ObjectRecord): Precondition {
  const ifMatch = headers.get('if-match')
  const unmodifiedSince = readDate(headers.get('if-unmodified-since'))
  if (ifMatch !== undefined) {
    if (!names(ifMatch, record.etag)) return 'failed'
  } else if (unmodifiedSince !== undefined && seconds(record.modified) > unmodifiedSince) return 'failed'

  const ifNoneMatch = headers.get('if-none-match')
  const modifiedSince = readDate(headers.get('if-modified-since'))
  if (ifNoneMatch !== undefined) return names(ifNoneMatch, record.etag) ? 'not-modified' : 'holds'
  return modifiedSince !== undefined && seconds(record.modified) <= modifiedSince ? 'not-modified' : 'holds'
}

/** Of a write: only `If-None-Match: *` is implemented. */
export function writesOnlyIfNew({ headers }: S3Request): boolean {
  const ifNoneMatch = headers.get('if-none-match')
  if (headers.has('if-match') || (ifNoneMatch !== undefined && ifNoneMatch.trim() !== '*')) {
    throw new S3Error('NotImplemented', 'Of conditional writes only If-None-Match: * is implemented')
  }
  return ifNoneMatch !== undefined
}

function names(header: string, etag: string): boolean {
  return header.split(',').some((one) => one.trim() === '*' || unquoted(one) === etag)
}

/** HTTP dates have whole seconds; a date that is none is ignored. */
function readDate(header: string | undefined): number | undefined {
  const parsed = Date.parse(header ?? '')
  return Number.isNaN(parsed) ? undefined : seconds(parsed)
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000)
}
