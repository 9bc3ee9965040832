import type { RequestHead } from '../request.ts'
import { S3Error } from '../s3-error.ts'

/** A signature as the request states it, from its headers or its query, not yet verified. */
export interface StatedSignature {
  accessKeyId: string
  day: string
  region: string
  /** yyyymmddThhmmssZ */
  timestamp: string
  signedHeaders: string[]
  signature: string
  /** The value of x-amz-content-sha256, or UNSIGNED-PAYLOAD for a presigned URL. */
  payloadHash: string
  /** Seconds; only for presigned URLs. */
  expiresInSeconds: number | undefined
}

export const ALGORITHM = 'AWS4-HMAC-SHA256'
/** 7 days, S3's bound for presigned URLs. */
const MAX_EXPIRES_SECONDS = 604_800

export function readCredentials(request: RequestHead): StatedSignature {
  if (request.query.has('X-Amz-Algorithm')) return fromQuery(request)
  const authorization = request.headers.get('authorization')
  if (authorization === undefined) throw new S3Error('AccessDenied', 'Anonymous access is forbidden')
  return fromHeaders(request, authorization)
}

function fromHeaders({ headers }: RequestHead, authorization: string): StatedSignature {
  const malformed = (what: string) => new S3Error('AuthorizationHeaderMalformed', what)
  const [algorithm, ...fields] = authorization.split(/[\s,]+/)
  if (algorithm !== ALGORITHM) throw malformed(`The only authorization mechanism is ${ALGORITHM}`)
  const field = new Map(fields.map((text) => splitOnce(text, '=')))
  const timestamp = headers.get('x-amz-date') ?? ''
  const payloadHash = headers.get('x-amz-content-sha256')
  if (payloadHash === undefined)
    throw new S3Error('InvalidRequest', 'The header x-amz-content-sha256 is missing')
  return {
    ...readScope(field.get('Credential') ?? '', malformed),
    ...readNames(field.get('SignedHeaders') ?? '', field.get('Signature') ?? '', malformed),
    timestamp: checkedTimestamp(timestamp, malformed),
    payloadHash,
    expiresInSeconds: undefined,
  }
}

function fromQuery({ query, headers }: RequestHead): StatedSignature {
  const malformed = (what: string) => new S3Error('AuthorizationQueryParametersError', what)
  const parameter = (name: string) => query.get(name) ?? ''
  if (parameter('X-Amz-Algorithm') !== ALGORITHM) throw malformed(`X-Amz-Algorithm must be ${ALGORITHM}`)
  const expires = parameter('X-Amz-Expires')
  const expiresInSeconds = /^\d{1,9}$/.test(expires) ? Number(expires) : -1
  if (expiresInSeconds < 1 || expiresInSeconds > MAX_EXPIRES_SECONDS) {
    throw malformed(`X-Amz-Expires must be between 1 and ${MAX_EXPIRES_SECONDS} seconds`)
  }
  return {
    ...readScope(parameter('X-Amz-Credential'), malformed),
    ...readNames(parameter('X-Amz-SignedHeaders'), parameter('X-Amz-Signature'), malformed),
    timestamp: checkedTimestamp(parameter('X-Amz-Date'), malformed),
    payloadHash:
      query.get('X-Amz-Content-Sha256') ?? headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
    expiresInSeconds,
  }
}

type Malformed = (what: string) => S3Error

/** The parts of `<key>/<day>/<region>/s3/aws4_request`. */
export function readScope(credential: string, malformed: Malformed) {
  const [terminal, service, region, day, ...rest] = credential.split('/').reverse()
  if (terminal !== 'aws4_request' || service !== 's3')
    throw malformed('The credential must end in /s3/aws4_request')
  const accessKeyId = rest.reverse().join('/')
  if (!region || !day || accessKeyId === '') throw malformed('The credential is incomplete')
  return { accessKeyId, day, region }
}

function readNames(signedHeaders: string, signature: string, malformed: Malformed) {
  const names = signedHeaders.split(';')
  if (!names.includes('host')) throw malformed('The header host must be signed')
  if (!/^[0-9a-f]{64}$/.test(signature)) throw malformed('The signature is not 64 hexadecimal digits')
  return { signedHeaders: names, signature }
}

function checkedTimestamp(timestamp: string, malformed: Malformed): string {
  if (!/^\d{8}T\d{6}Z$/.test(timestamp)) throw malformed('X-Amz-Date must be in the form yyyymmddThhmmssZ')
  return timestamp
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
