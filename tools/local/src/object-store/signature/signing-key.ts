import { createHmac, timingSafeEqual } from 'node:crypto'
import { sha256Hex } from './canonical-request.ts'

/** `<day>/<region>/s3/aws4_request` */
export interface CredentialScope {
  /** yyyymmdd */
  day: string
  region: string
}

/** A key that signs for one day, region and service, and the two lines that every string to sign carries. */
export interface Signer {
  /** yyyymmddThhmmssZ */
  timestamp: string
  scope: string
  sign(stringToSign: string): string
}

export function createSigner(secret: string, { day, region }: CredentialScope, timestamp: string): Signer {
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, day), region))
  return {
    timestamp,
    scope: `${day}/${region}/s3/aws4_request`,
    sign: (stringToSign) => hmac(key, stringToSign).toString('hex'),
  }
}

export function stringToSign({ timestamp, scope }: Signer, canonical: string): string {
  return ['AWS4-HMAC-SHA256', timestamp, scope, sha256Hex(canonical)].join('\n')
}

/** Compares in constant time, so that a signature cannot be guessed digit by digit. */
export function sameSignature(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
