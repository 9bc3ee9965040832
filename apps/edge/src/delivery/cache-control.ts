import type { PlaybackSharing } from '@marquee/service'

const YEAR_S = 31_536_000

/**
 * Everything in a revision's folder is written once, manifests too, so it is immutable; but no copy may be
 * used when the token that opened it has ended.
 */
export function cacheControl(grant: { expiresAt: Date; sharing: PlaybackSharing }, now: Date): string {
  const left = Math.floor((grant.expiresAt.getTime() - now.getTime()) / 1000)
  const seconds = Math.max(0, Math.min(YEAR_S, left))
  return `${grant.sharing === 'shared' ? 'public' : 'private'}, max-age=${seconds}, immutable`
}
