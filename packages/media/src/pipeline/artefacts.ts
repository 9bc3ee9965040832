import type { Rung } from '../ladder/select-rungs.ts'
import type { FoundRendition } from '../publication/check-publication.ts'
import type { SourceFacts } from '../source/source-facts.ts'

/** Kind `facts`: what an upload is, and what follows from it. */
export interface SourceReport {
  readonly facts: SourceFacts
  /** What encode will write, highest first. */
  readonly rungs: readonly Rung[]
  /** Empty where the source may be watched as it is. */
  readonly reasonsAgainstRemux: readonly string[]
}

/** An object in the temporary bucket. */
export interface TemporaryObject {
  readonly key: string
  readonly bytes: number
}

export interface EncodedRendition extends TemporaryObject {
  readonly name: string
  readonly width: number
  readonly height: number
}

/** Kind `renditions`: what an encode has written. */
export interface EncodedRenditions {
  /** Highest first. */
  readonly renditions: readonly EncodedRendition[]
  readonly audio: TemporaryObject | null
}

/** Kind `streams`: a revision in the transcoded bucket, `videos/<video>/<revision>/…`. */
export interface StreamSet {
  readonly revision: string
  /** Highest first, then `audio` where there is sound. */
  readonly renditions: readonly FoundRendition[]
}

/** Kind `poster`. */
export interface PosterPicture {
  readonly revision: string
  /** Below `videos/<video>/`. */
  readonly path: string
  readonly width: number
  readonly height: number
}

/** Kind `storyboard`. */
export interface Storyboard {
  readonly revision: string
  /** Of the WebVTT, below `videos/<video>/`. */
  readonly path: string
  readonly sheets: number
}

/** Kind `publication`: everything the completion handler writes to the video's row. Paths are below `videos/<video>/`. */
export interface PublishedVideo {
  /** The remuxed source only; the full ladder follows. */
  readonly early: boolean
  readonly revision: string
  readonly hlsPath: string
  readonly dashPath: string
  readonly posterPath: string | null
  readonly storyboardPath: string | null
  readonly durationMs: number
  /** Display size of the source. */
  readonly width: number
  readonly height: number
  readonly renditions: readonly FoundRendition[]
}
