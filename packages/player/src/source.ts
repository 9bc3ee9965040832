/** What to play. `revision` tells sets apart; `expiresAt` is when its signed addresses stop working. */
export type Source = {
  hls: string
  revision: string
  /** RFC 3339. */
  expiresAt: string
}

/** Playback is renewed this long before it expires, so that a slow network does not see the end of it. */
const RENEW_BEFORE_MS = 10 * 60_000

/** Of a short life a quarter is enough. */
const SHARE_OF_LIFE = 1 / 4

/** What a timer holds. */
const TIMER_MAX_MS = 2 ** 31 - 1

/**
 * Milliseconds from `now`, when the source came, until it should be asked for again. Viewers of an hour share one expiry:
 * `spread`, from 0 to 1, keeps them from asking all at once. A source that has expired as it comes says that this clock is
 * wrong; then only a refusal tells the time.
 */
export function renewDelay(source: Pick<Source, 'expiresAt'>, now: number, spread = Math.random()): number {
  const left = new Date(source.expiresAt).getTime() - now
  if (!(left > 0)) return TIMER_MAX_MS
  const ahead = Math.min(RENEW_BEFORE_MS, left * SHARE_OF_LIFE)
  return Math.min(TIMER_MAX_MS, left - ahead * (1 + spread))
}

/** `<edge>/v/<token>/<video>/…`: what comes up to the video, the video, and the rest. */
const SIGNED = /^(https?:\/\/[^/]+\/v\/[^/]+)\/([^/]+)(\/.*)$/

/** The same file under a newer token: each opens one video, whatever the revision. Other addresses stay as they are. */
export function readdress(url: string, { hls }: Pick<Source, 'hls'>): string {
  const [, , video, rest] = SIGNED.exec(url) ?? []
  const [, opened, opens] = SIGNED.exec(hls) ?? []
  return opened && video === opens ? `${opened}/${video}${rest}` : url
}
