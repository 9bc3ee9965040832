import type { RequestHead } from '../request.ts'
import { S3Error } from '../s3-error.ts'
import { canonicalRequest } from './canonical-request.ts'
import { readCredentials, type StatedSignature } from './read-credentials.ts'
import { createSigner, type Signer, sameSignature, stringToSign } from './signing-key.ts'

export interface Credentials {
  accessKeyId: string
  secretAccessKey: string
}

/** The request is from the holder of the secret; what remains to verify is its body. */
export interface Authenticated {
  /** Signs the chunks of a streamed body, which chain from `signature`. */
  signer: Signer
  signature: string
  payloadHash: string
}

/** S3's bound on the difference between the two clocks. */
const MAX_SKEW_MS = 15 * 60_000

/** @throws S3Error with the code that S3 gives for each way to be wrong */
export function authenticate(
  request: RequestHead,
  credentials: Credentials,
  region: string,
  now: number,
): Authenticated {
  const stated = readCredentials(request)
  if (stated.accessKeyId !== credentials.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', 'The access key id does not exist')
  }
  checkScope(stated, region)
  checkTime(stated, now)
  checkEverythingSigned(request, stated)
  const signer = createSigner(credentials.secretAccessKey, stated, stated.timestamp)
  const wanted = signer.sign(stringToSign(signer, canonicalRequest(canonicalParts(request, stated))))
  if (!sameSignature(stated.signature, wanted)) {
    throw new S3Error('SignatureDoesNotMatch', 'The signature does not match the request')
  }
  return { signer, signature: stated.signature, payloadHash: stated.payloadHash }
}

function canonicalParts({ method, path, pairs, headers }: RequestHead, stated: StatedSignature) {
  const { signedHeaders, payloadHash } = stated
  return {
    method,
    path,
    pairs: pairs.filter(([name]) => name !== 'X-Amz-Signature'),
    headers,
    signedHeaders,
    payloadHash,
  }
}

function checkScope({ day, timestamp, region: stated, expiresInSeconds }: StatedSignature, region: string) {
  if (timestamp.startsWith(day) && stated === region) return
  const code =
    expiresInSeconds === undefined ? 'AuthorizationHeaderMalformed' : 'AuthorizationQueryParametersError'
  throw new S3Error(code, `The credential scope must be of the request's day and the region ${region}`)
}

function checkTime({ timestamp, expiresInSeconds }: StatedSignature, now: number) {
  const signedAt = parseTimestamp(timestamp)
  if (Number.isNaN(signedAt)) throw new S3Error('AccessDenied', 'X-Amz-Date is not a date')
  if (expiresInSeconds === undefined) {
    if (Math.abs(now - signedAt) <= MAX_SKEW_MS) return
    throw new S3Error(
      'RequestTimeTooSkewed',
      'The clocks of client and server differ by more than 15 minutes',
    )
  }
  if (signedAt - now > MAX_SKEW_MS) throw new S3Error('AccessDenied', 'Request is not valid yet')
  if (now > signedAt + expiresInSeconds * 1_000) throw new S3Error('AccessDenied', 'Request has expired')
}

/** An x-amz header that nobody signed could turn a permitted call into another, such as a copy. */
function checkEverythingSigned({ headers }: RequestHead, { signedHeaders }: StatedSignature) {
  for (const name of headers.keys()) {
    if (name.startsWith('x-amz-') && !signedHeaders.includes(name) && name !== 'x-amz-content-sha256') {
      throw new S3Error('AccessDenied', `The header ${name} was not signed`)
    }
  }
}

function parseTimestamp(timestamp: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
