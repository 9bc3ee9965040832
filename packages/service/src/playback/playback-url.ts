/** Outlives a long viewing; a player renews before it ends. Seconds. */
export const PLAYBACK_LIFE_S = 12 * 3_600

/** A life is rounded up by a twelfth of it at most: an hour of the usual twelve. */
const WINDOWS_A_LIFE = 12

/**
 * When a token made now ends: after its life, rounded up to the end of a window, so that all viewers of a window share
 * URLs, and caches hold one copy for them. 12 to 13 h unless told otherwise.
 */
export function playbackExpiry(now: Date = new Date(), lifeSeconds: number = PLAYBACK_LIFE_S): Date {
  const windowMs = (lifeSeconds * 1_000) / WINDOWS_A_LIFE
  return new Date(Math.ceil((now.getTime() + lifeSeconds * 1_000) / windowMs) * windowMs)
}

export interface PlaybackLocation {
  /** PUBLIC_EDGE_URL. */
  readonly edgeUrl: string
  readonly token: string
  /** The bare public id of the video. */
  readonly video: string
  /** Relative to `videos/<video>/`, as the database keeps it: `k3…/master.m3u8`. */
  readonly path: string
}

/** `<edge>/v/<token>/<video>/<revision>/<file>`: relative URLs inside a manifest keep the token. */
export function playbackUrl({ edgeUrl, token, video, path }: PlaybackLocation): string {
  return `${edgeUrl.replace(/\/+$/, '')}/v/${token}/${video}/${path}`
}

/**
 * As {@link playbackUrl}, of a file that is kept under the name `title`, whatever it is called in the store: the title is the
 * last folder of the address.
 */
export function downloadUrl({
  title,
  path,
  ...location
}: PlaybackLocation & { readonly title: string }): string {
  const at = path.lastIndexOf('/') + 1
  const name = Buffer.from(title).toString('base64url')
  return playbackUrl({ ...location, path: `${path.slice(0, at)}${name}/${path.slice(at)}` })
}

/** What stands in the place of a title in an address that somebody may have made up; never throws. */
export function readTitle(part: string): string {
  return Buffer.from(part, 'base64url').toString('utf8')
}
