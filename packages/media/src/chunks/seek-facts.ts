/**
 * What cutting a film into chunks asks of its source. Of the chosen picture stream; of a source that is made seekable
 * first, for the file that this makes (`seekFactsOfCopy`).
 */
export interface SeekFacts {
  /** The container's first moment, in seconds on its own clock: where a variable rate's 0 is. */
  readonly containerStart: number
  /** When the first picture is shown, in seconds on the container's clock, exact to a microsecond. */
  readonly pictureStart: number
  /** When the last one ends, in ms of the film. */
  readonly pictureEndMs: number
  /** The longest that one picture stands before the next. */
  readonly longestFrameMs: number
  /** For each 4 s of the film, from 4 s on: how many ms before that moment decoding must begin. */
  readonly runUpMs: readonly number[]
}
