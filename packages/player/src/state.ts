import type { Quality, QualityChoice } from './quality/quality.ts'

/**
 * Why playing stopped, or waits.
 * network: retried by itself · expired: the signed addresses are old · missing: nothing is there any more ·
 * decode: the browser cannot decode it · unsupported: the browser plays no streams
 */
export type PlayerErrorCause = 'network' | 'expired' | 'missing' | 'decode' | 'unsupported'

export type PlayerError = {
  cause: PlayerErrorCause
  /** Whether the player goes on by itself when it can. */
  recovers: boolean
}

/** Everything a page may show of a player; replaced as a whole at each change. */
export type PlayerState = {
  engine: 'hls.js' | 'native' | null
  revision: string | null
  /** Best first; empty while unknown, and on engines that choose alone. */
  qualities: readonly Quality[]
  choice: QualityChoice
  /** The rendition on screen. */
  playing: Quality | null
  error: PlayerError | null
  /** The film is still being made: it goes on behind what now seems its end. */
  growing: boolean
  /** Another set of the film is being made, and has not come as far as the one that plays, which grows no more. */
  remaking: boolean
  /** How many times a source was replaced without a break, and with one. */
  swaps: { seamless: number; reloaded: number }
}

export const INITIAL_STATE: PlayerState = {
  engine: null,
  revision: null,
  qualities: [],
  choice: 'auto',
  playing: null,
  error: null,
  growing: false,
  remaking: false,
  swaps: { seamless: 0, reloaded: 0 },
}
