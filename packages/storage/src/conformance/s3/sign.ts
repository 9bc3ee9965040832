import { createHash, createHmac } from 'node:crypto'
import type { S3Account } from './subject.ts'

/** What is signed, percent-decoded. */
export interface UnsignedHead {
  method: string
  path: string
  query: Record<string, string>
  /** Lower-case names. All of them are signed. */
  headers: Record<string, string>
  payloadHash: string
}

/** Signs for one account, day and region; the chunks of an aws-chunked body sign on from the head. */
export interface Signer {
  /** yyyymmddThhmmssZ */
  timestamp: string
  scope: string
  sign(stringToSign: string): string
}

/**
 * AWS Signature Version 4, written apart from the embedded store's own, so that one judges the other.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function createSigner({ credentials, region }: S3Account, at: Date): Signer {
  const timestamp = at.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${timestamp.slice(0, 8)}/${region}/s3/aws4_request`
  const secret: string | Buffer = `AWS4${credentials.secretAccessKey}`
  const key = scope.split('/').reduce<string | Buffer>(hmac, secret)
  return { timestamp, scope, sign: (text) => hmac(key, text).toString('hex') }
}

export function signHead(
  signer: Signer,
  { method, path, query, headers, payloadHash }: UnsignedHead,
): string {
  const names = Object.keys(headers).sort()
  const canonical = [
    method,
    encodePath(path),
    encodeQuery(query),
    ...names.map((name) => `${name}:${headers[name]?.trim()}`),
    '',
    names.join(';'),
    payloadHash,
  ].join('\n')
  return signer.sign(['AWS4-HMAC-SHA256', signer.timestamp, signer.scope, sha256(canonical)].join('\n'))
}

export function authorization(
  account: S3Account,
  signer: Signer,
  headers: object,
  signature: string,
): string {
  const names = Object.keys(headers).sort().join(';')
  return (
    `AWS4-HMAC-SHA256 Credential=${account.credentials.accessKeyId}/${signer.scope}, ` +
    `SignedHeaders=${names}, Signature=${signature}`
  )
}

export function encodePath(path: string): string {
  return encode(path).replaceAll('%2F', '/')
}

/** In the order of the signature: by encoded name. */
export function encodeQuery(query: Record<string, string>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
