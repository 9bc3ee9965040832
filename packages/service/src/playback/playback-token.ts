import { createHmac, timingSafeEqual } from 'node:crypto'

/** `shared`: any cache may keep what the token opens. `private`: only the viewer's own. */
export type PlaybackSharing = 'shared' | 'private'

export interface PlaybackGrant {
  /** The bare public id of the one video that the token opens. */
  readonly video: string
  readonly expiresAt: Date
  readonly sharing: PlaybackSharing
}

export type PlaybackVerdict =
  | { readonly ok: true; readonly expiresAt: Date; readonly sharing: PlaybackSharing }
  | { readonly ok: false; readonly reason: 'malformed' | 'forged' | 'expired' }

const TOKEN = /^([1-9a-z][0-9a-z]{0,8})([sp])\.([A-Za-z0-9_-]{22})$/
/** 128 bits: base64url makes 22 characters of them. */
const SIGNATURE_BYTES = 16

/**
 * `<expiry, s since 1970, base36><s|p>.<base64url HMAC-SHA256 over "v1|video|expiry|sharing", first 128 bits>`.
 * The same grant gives the same token, so that viewers of one hour share URLs.
 */
export function signPlaybackToken({ secret, ...grant }: PlaybackGrant & { readonly secret: string }): string {
  const expiry = Math.floor(grant.expiresAt.getTime() / 1000).toString(36)
  const letter = grant.sharing === 'shared' ? 's' : 'p'
  return `${expiry}${letter}.${signatureOf(secret, grant.video, expiry, letter)}`
}

export interface PlaybackTokenToVerify {
  readonly secret: string
  readonly video: string
  readonly token: string
  readonly now?: Date
}

/** Compares in constant time, and the exact text: no second spelling of a token passes, so none splits a cache. */
export function verifyPlaybackToken(claim: PlaybackTokenToVerify): PlaybackVerdict {
  const [, expiry = '', letter = '', signature = ''] = TOKEN.exec(claim.token) ?? []
  if (!signature) return { ok: false, reason: 'malformed' }
  const expected = signatureOf(claim.secret, claim.video, expiry, letter)
  if (!timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) return { ok: false, reason: 'forged' }
  const expiresAt = new Date(Number.parseInt(expiry, 36) * 1000)
  if (expiresAt <= (claim.now ?? new Date())) return { ok: false, reason: 'expired' }
  return { ok: true, expiresAt, sharing: letter === 's' ? 'shared' : 'private' }
}

function signatureOf(secret: string, video: string, expiry: string, letter: string): string {
  const digest = createHmac('sha256', secret).update(`v1|${video}|${expiry}|${letter}`).digest()
  return digest.subarray(0, SIGNATURE_BYTES).toString('base64url')
}
