import { createHmac, timingSafeEqual } from 'node:crypto'

/** `shared`: any cache may keep what the token opens. `private`: only the viewer's own. */
export type PlaybackSharing = 'shared' | 'private'

/** `stream`: what a player asks for. `download`: the files that viewers may take away, and nothing else. */
export type PlaybackPurpose = 'stream' | 'download'

export interface PlaybackGrant {
  /** The bare public id of the one video that the token opens. */
  readonly video: string
  readonly expiresAt: Date
  readonly sharing: PlaybackSharing
  readonly purpose: PlaybackPurpose
}

export type PlaybackVerdict =
  | ({ readonly ok: true } & Omit<PlaybackGrant, 'video'>)
  | { readonly ok: false; readonly reason: 'malformed' | 'forged' | 'expired' }

const TOKEN = /^([1-9a-z][0-9a-z]{0,8})([spdo])\.([A-Za-z0-9_-]{22})$/

/** What the letter of a token says. */
const LETTERS: Readonly<Record<string, Pick<PlaybackGrant, 'sharing' | 'purpose'>>> = {
  s: { sharing: 'shared', purpose: 'stream' },
  p: { sharing: 'private', purpose: 'stream' },
  d: { sharing: 'shared', purpose: 'download' },
  o: { sharing: 'private', purpose: 'download' },
}

/** 128 bits: base64url makes 22 characters of them. */
const SIGNATURE_BYTES = 16

/**
 * `<expiry, s since 1970, base36><s|p|d|o>.<base64url HMAC-SHA256 over "v1|video|expiry|letter", first 128 bits>`.
 * The same grant gives the same token, so that viewers of one hour share URLs.
 */
export function signPlaybackToken({ secret, ...grant }: PlaybackTokenToSign): string {
  const expiry = Math.floor(grant.expiresAt.getTime() / 1000).toString(36)
  const letter = letterOf(grant)
  return `${expiry}${letter}.${signatureOf(secret, grant.video, expiry, letter)}`
}

export interface PlaybackTokenToSign extends Omit<PlaybackGrant, 'purpose'> {
  readonly secret: string
  /** `stream` where it is left out. */
  readonly purpose?: PlaybackPurpose
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
  const says = LETTERS[letter]
  return says ? { ok: true, expiresAt, ...says } : { ok: false, reason: 'malformed' }
}

function letterOf({ sharing, purpose = 'stream' }: Pick<PlaybackTokenToSign, 'sharing' | 'purpose'>): string {
  if (purpose === 'download') return sharing === 'shared' ? 'd' : 'o'
  return sharing === 'shared' ? 's' : 'p'
}

function signatureOf(secret: string, video: string, expiry: string, letter: string): string {
  const digest = createHmac('sha256', secret).update(`v1|${video}|${expiry}|${letter}`).digest()
  return digest.subarray(0, SIGNATURE_BYTES).toString('base64url')
}
