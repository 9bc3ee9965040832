const HOUR_MS = 3_600_000
/** Outlives a long viewing; a player renews before it ends. */
const LIFE_MS = 12 * HOUR_MS

/** When a token made now ends: 12 h, rounded up to the next hour, so that all viewers of an hour share URLs. */
export function playbackExpiry(now: Date = new Date()): Date {
  return new Date(Math.ceil((now.getTime() + LIFE_MS) / HOUR_MS) * HOUR_MS)
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
