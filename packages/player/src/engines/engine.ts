import type { Reach } from '../growth/reach.ts'
import type { Quality, QualityChoice } from '../quality/quality.ts'
import type { Source } from '../source.ts'
import type { PlayerError } from '../state.ts'

/** What an engine tells its player. */
export type EngineEvents = {
  qualities: (qualities: readonly Quality[]) => void
  playing: (quality: Quality | null) => void
  error: (error: PlayerError | null) => void
  /** How far what plays goes; told at each look for more. */
  reach: (reach: Reach) => void
  /** The next set is still being made, and has not come as far as what plays. */
  remaking: () => void
}

/** How a source was replaced: with the picture running on, or by loading it anew at the same place. */
export type SwapKind = 'seamless' | 'reloaded'

/** Plays streams in one media element. Attach and destroy are symmetric: afterwards the element is as it was. */
export type Engine = {
  readonly name: 'hls.js' | 'native'
  /** Starts a source at a place, in seconds. */
  load: (source: Source, startAt: number) => void
  /**
   * Goes on with another source of the same video, where the viewer is, as soon as that holds more than what plays. Null
   * where `signal` ends the wait. Rejects where the next set cannot be played: the current one plays on.
   */
  replace: (source: Source, signal: AbortSignal) => Promise<SwapKind | null>
  /** Goes on with the same set under new addresses, without touching what is buffered. */
  renew: (source: Source) => void
  choose: (choice: QualityChoice) => void
  /** Tries again after an error. */
  retry: () => void
  destroy: () => void
}
