import { S3Error } from '../s3-error.ts'
import type { IncomingBody } from './incoming-body.ts'

/** 1,000 keys of 1,024 bytes, each byte as a six-character reference, and their tags. */
const MAX_DOCUMENT_BYTES = 8 * 2 ** 20

/** A small verified body, as text. */
export async function readDocument(body: IncomingBody): Promise<string> {
  if (body.size > MAX_DOCUMENT_BYTES) throw new S3Error('EntityTooLarge', 'The document is too large')
  const pieces: Buffer[] = []
  for await (const chunk of body.chunks) pieces.push(chunk)
  body.verify()
  return Buffer.concat(pieces).toString('utf8')
}
