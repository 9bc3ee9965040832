import type { PlaybackSharing } from '@marquee/service'
import type { FileKind } from './file-kinds.ts'

const YEAR_S = 31_536_000

/**
 * How long a shared cache answers without asking us whether the token still opens anything: what is revoked stays
 * watchable behind a CDN for that long. Asking costs no bytes (304). Seconds.
 */
const SHARED_S: Readonly<Record<Exclude<FileKind, 'download'>, number>> = {
  manifest: 60,
  segment: 600,
  image: 600,
  text: 600,
}

/** What is composed of a revision that grows: a crowd behind a shared cache is one request a second. */
export function growingCacheControl({ sharing }: { sharing: PlaybackSharing }): string {
  return `${sharing === 'private' ? 'private' : 'public'}, max-age=1`
}

/**
 * Everything in a revision's folder is written once, manifests too, so it is immutable; but no copy may be
 * used when the token that opened it has ended.
 */
export function cacheControl(
  grant: { expiresAt: Date; sharing: PlaybackSharing },
  kind: FileKind,
  now: Date,
): string {
  const left = Math.floor((grant.expiresAt.getTime() - now.getTime()) / 1000)
  const seconds = Math.max(0, Math.min(YEAR_S, left))
  // A file to take away is gigabytes under an address of five minutes: a shared copy would only take the place of segments.
  if (grant.sharing === 'private' || kind === 'download') return `private, max-age=${seconds}, immutable`
  return `public, max-age=${seconds}, s-maxage=${Math.min(seconds, SHARED_S[kind])}, immutable`
}
