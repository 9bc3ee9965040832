import { type PlaybackVerdict, verifyPlaybackToken } from '@marquee/service'
import type { DenialList } from '../denials/denial-list.ts'
import type { DeliveryErrorCode } from '../http/delivery-error.ts'
import type { DeliveryPath } from './parse-delivery-path.ts'

export type Grant = Extract<PlaybackVerdict, { ok: true }>
export type Authorize = (path: Pick<DeliveryPath, 'token' | 'video' | 'purpose'>) => Grant | DeliveryErrorCode

export interface AuthorizeSettings {
  /** PLAYBACK_SECRET. */
  readonly secret: string
  readonly denials: Pick<DenialList, 'refuses'>
  readonly now: () => Date
}

/** Signatures are right or wrong for ever, so the right ones are remembered: about 2 MB of them. */
const MAX_REMEMBERED = 8_192

/** Judges tokens: the signature once, expiry and deny list at each request. */
export function createAuthorize({ secret, denials, now }: AuthorizeSettings): Authorize {
  const signed = new Map<string, Grant>()

  function verify({ token, video }: Pick<DeliveryPath, 'token' | 'video'>): PlaybackVerdict {
    const name = `${video}/${token}`
    const known = signed.get(name)
    if (known) return known.expiresAt <= now() ? { ok: false, reason: 'expired' } : known
    const verdict = verifyPlaybackToken({ secret, video, token, now: now() })
    if (!verdict.ok) return verdict
    signed.set(name, verdict)
    const [oldest] = signed.size > MAX_REMEMBERED ? signed.keys() : []
    if (oldest) signed.delete(oldest)
    return verdict
  }

  return (path) => {
    const verdict = verify(path)
    if (!verdict.ok) return verdict.reason === 'expired' ? 'PLAYBACK_TOKEN_EXPIRED' : 'PLAYBACK_TOKEN_INVALID'
    if (verdict.purpose !== path.purpose) return 'PLAYBACK_TOKEN_INVALID'
    return denials.refuses(path.video, verdict.sharing) ? 'PLAYBACK_REVOKED' : verdict
  }
}
