import type { Readable } from 'node:stream'
import type { IncomingBody } from './body/incoming-body.ts'
import type { Disk } from './disk/disk.ts'
import type { S3Request } from './request.ts'
import { S3Error } from './s3-error.ts'

/** What an authenticated call works on. */
export interface Call {
  disk: Disk
  request: S3Request
  /** Empty where the operation has none. */
  bucket: string
  key: string
  /** Opened on demand, so that an operation can refuse before any byte is read. */
  body(): IncomingBody
  now(): number
}

export interface Answer {
  status: number
  headers: Record<string, string>
  /** A document, or an object's bytes with a content-length among the headers. */
  body?: string | Readable
}

export type Operation = (call: Call) => Promise<Answer>

export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers }
}

export function xmlAnswer(document: string, headers: Record<string, string> = {}): Answer {
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body: document }
}

/** A count from the query, such as max-keys: 0 to `limit`, which is also the default. @throws S3Error InvalidArgument */
export function readCount({ request }: Call, name: string, limit: number): number {
  const text = request.query.get(name)
  if (text === undefined) return limit
  if (!/^\d{1,9}$/.test(text)) throw new S3Error('InvalidArgument', `${name} must be a whole number`)
  return Math.min(Number(text), limit)
}
