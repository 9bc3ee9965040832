import type { Quality, QualityChoice } from '../quality/quality.ts'
import type { Source } from '../source.ts'
import type { PlayerError } from '../state.ts'

/** What an engine tells its player. */
export type EngineEvents = {
  qualities: (qualities: readonly Quality[]) => void
  playing: (quality: Quality | null) => void
  error: (error: PlayerError | null) => void
  growing: (growing: boolean) => void
}

/** How a source was replaced: with the picture running on, or by loading it anew at the same place. */
export type SwapKind = 'seamless' | 'reloaded'

/** Plays streams in one media element. Attach and destroy are symmetric: afterwards the element is as it was. */
export type Engine = {
  readonly name: 'hls.js' | 'native'
  /** Starts a source at a place, in seconds. */
  load: (source: Source, startAt: number) => void
  /** Goes on with another source of the same video, where the viewer is. */
  replace: (source: Source) => Promise<SwapKind>
  /** Goes on with the same set under new addresses, without touching what is buffered. */
  renew: (source: Source) => void
  choose: (choice: QualityChoice) => void
  /** Tries again after an error. */
  retry: () => void
  destroy: () => void
}
