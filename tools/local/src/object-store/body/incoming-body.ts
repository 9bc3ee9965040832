import { createHash } from 'node:crypto'
import type { S3Request } from '../request.ts'
import { S3Error } from '../s3-error.ts'
import type { Authenticated } from '../signature/authenticate.ts'
import { chunkedForm, decodeAwsChunked } from './aws-chunked.ts'
import { announcedAlgorithm, type Checksum, checksumHeader, createDigester } from './checksums.ts'

/** Bytes on their way in. Nothing may be acknowledged before `verify` has returned. */
export interface IncomingBody {
  /** Announced size in bytes. */
  size: number
  chunks: AsyncIterable<Buffer>
  /** After the last chunk: @throws S3Error where length, digest or signature do not agree. */
  verify(): BodyDigest
}

export interface BodyDigest {
  size: number
  /** Hexadecimal. */
  md5: string
  checksum: Checksum | undefined
}

/** S3's bound for one PUT or one part: 5 GiB. */
const MAX_BODY_BYTES = 5 * 2 ** 30

/** `proceed` tells a client that waits with `Expect: 100-continue` to send. */
export function incomingBody(
  request: S3Request,
  authenticated: Authenticated,
  proceed: () => void,
): IncomingBody {
  const form = chunkedForm(authenticated.payloadHash)
  const size = announcedSize(request, form !== undefined)
  const trailers = new Map<string, string>()
  const digests = createDigests(request, authenticated)

  async function* chunks() {
    proceed()
    // Leaving the loop early must not destroy the socket: the refusal still has to be written to it.
    const raw: AsyncIterable<Buffer> = request.incoming.iterator({ destroyOnReturn: false })
    for await (const chunk of form ? decodeAwsChunked(raw, form, authenticated, trailers) : raw) {
      digests.update(chunk)
      if (digests.size() > size) throw wrongLength()
      yield chunk
    }
  }

  return {
    size,
    chunks: chunks(),
    verify() {
      if (digests.size() !== size) throw wrongLength()
      return digests.verify(trailers)
    },
  }
}

function announcedSize({ headers }: S3Request, chunked: boolean): number {
  const announced = headers.get(chunked ? 'x-amz-decoded-content-length' : 'content-length')
  if (announced === undefined || !/^\d{1,15}$/.test(announced)) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header')
  }
  const size = Number(announced)
  if (size > MAX_BODY_BYTES) throw new S3Error('EntityTooLarge', 'One request carries at most 5 GiB')
  return size
}

function createDigests(request: S3Request, { payloadHash }: Authenticated) {
  const algorithm = announcedAlgorithm(request)
  const contentMd5 = request.headers.get('content-md5')
  if (contentMd5 !== undefined && Buffer.from(contentMd5, 'base64').length !== 16) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 is not valid')
  }
  const md5 = createHash('md5')
  const sha256 = isSignedWhole(payloadHash) ? createHash('sha256') : undefined
  const checksum = algorithm && createDigester(algorithm)
  let size = 0
  return {
    size: () => size,
    update(chunk: Buffer) {
      size += chunk.length
      md5.update(chunk)
      sha256?.update(chunk)
      checksum?.update(chunk)
    },
    verify(trailers: ReadonlyMap<string, string>): BodyDigest {
      if (sha256 && sha256.digest('hex') !== payloadHash) {
        throw new S3Error('XAmzContentSHA256Mismatch', 'The body is not the one that was signed')
      }
      const digest = md5.digest()
      if (contentMd5 !== undefined && !digest.equals(Buffer.from(contentMd5, 'base64')))
        throw badDigest('MD5')
      const value = checksum?.base64()
      const stated = algorithm && statedChecksum(request, trailers, checksumHeader(algorithm))
      if (value !== stated) throw badDigest(algorithm ?? '')
      return {
        size,
        md5: digest.toString('hex'),
        checksum: algorithm && value !== undefined ? { algorithm, value } : undefined,
      }
    },
  }
}

function statedChecksum({ headers }: S3Request, trailers: ReadonlyMap<string, string>, name: string) {
  return headers.get(name) ?? trailers.get(name) ?? ''
}

/** Whether it is the body's own hash; a stream and UNSIGNED-PAYLOAD are not. */
function isSignedWhole(payloadHash: string): boolean {
  if (/^[0-9a-f]{64}$/.test(payloadHash)) return true
  if (payloadHash === 'UNSIGNED-PAYLOAD' || chunkedForm(payloadHash)) return false
  throw new S3Error('NotImplemented', `x-amz-content-sha256: ${payloadHash} is not implemented`)
}

function wrongLength(): S3Error {
  return new S3Error('IncompleteBody', 'The body has not the announced number of bytes')
}

function badDigest(what: string): S3Error {
  return new S3Error('BadDigest', `The ${what} you specified did not match what was received`)
}
