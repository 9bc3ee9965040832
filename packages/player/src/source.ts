/** What to play. `revision` tells sets apart; `expiresAt` is when its signed addresses stop working. */
export type Source = {
  hls: string
  revision: string
  /** RFC 3339. */
  expiresAt: string
}

/** Playback is renewed this long before it expires, so that a slow network does not see the end of it. */
export const RENEW_BEFORE_MS = 10 * 60_000

/** Milliseconds from `now` until a source should be asked for again; at least a second, at most what a timer holds. */
export function renewDelay(source: Pick<Source, 'expiresAt'>, now: number): number {
  const TIMER_MAX_MS = 2 ** 31 - 1
  const left = new Date(source.expiresAt).getTime() - now - RENEW_BEFORE_MS
  if (Number.isNaN(left)) return TIMER_MAX_MS
  return Math.min(TIMER_MAX_MS, Math.max(1_000, left))
}
