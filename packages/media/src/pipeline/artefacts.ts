import type { Chunk } from '../chunks/chunk.ts'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import type { DamageWatch } from '../ffmpeg/encode-chunk-arguments.ts'
import type { HardwareEncoder } from '../ffmpeg/hardware-encoders.ts'
import type { X264Preset } from '../ffmpeg/picture-encoders.ts'
import type { LadderChoice } from '../ladder/choose-ladder.ts'
import type { UnmeasuredReason } from '../ladder/choose-scenes.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import type { SoundPlan } from '../ladder/select-sounds.ts'
import type { FoundRendition } from '../publication/check-publication.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { StreamHead } from '../streams/stream-head.ts'
import type { StreamPart } from '../streams/stream-part.ts'

/** One artefact that a task is given to read. */
export interface TaskInput {
  readonly kind: string
  readonly value: unknown
}

/** Kind `facts`: what an upload is, and what follows from it. */
export interface SourceReport {
  readonly facts: SourceFacts
  readonly seeking: SeekFacts
  /** Empty where the source may be watched as it is. */
  readonly reasonsAgainstRemux: readonly string[]
  /** Left out where the upload is whole. */
  readonly broken?: BrokenSource | undefined
  /** What became of it, for people who run Marquee. */
  readonly remark?: string | undefined
}

/** An upload that breaks half-way, of which what comes before is published: all that is said of the source is said of that. */
export interface BrokenSource {
  /** What is wrong with the rest. */
  readonly code: 'SOURCE_TRUNCATED' | 'SOURCE_DAMAGED'
  /** What is whole: tasks read it in the upload's place. */
  readonly part: TemporaryObject
}

/** An object in the temporary bucket. */
export interface TemporaryObject {
  readonly key: string
  readonly bytes: number
}

/** Kind `chunks`: how a film is encoded in pieces. */
export interface ChunkPlan {
  readonly chunks: readonly Chunk[]
  /** Of the file in which chunks are sought; without its run-ups. */
  readonly seeking: SeekFacts
  /** That file, where it is not the source itself. */
  readonly copy: TemporaryObject | null
  readonly damage: DamageWatch
  /** Why a film that could have been cut is one chunk, for people who run Marquee. */
  readonly remark?: string | undefined
}

/** Kind `ladder`: what a few scenes of a film say of how it should be encoded. */
export interface ProbedLadder {
  /** Where the scenes that were measured begin, in ms of the film; none where the usual ladder is kept unmeasured. */
  readonly scenesAtMs: readonly number[]
  /** Null where the usual ladder is kept unmeasured. */
  readonly choice: LadderChoice | null
  /** Why so; left out where there is a choice. */
  readonly unmeasured?: UnmeasuredReason | undefined
  /** What it saves at which quality, or why nothing was measured; for people who run Marquee. */
  readonly remark: string
}

/** Kind `stream`: a revision in the transcoded bucket that grows. */
export interface GrowingStream {
  readonly revision: string
  /** The same for all its chunks, whichever worker encodes them. */
  readonly preset: X264Preset
  /** What encodes its H.264 in all chunks, which begin with the same bytes; software, where it is left out. */
  readonly hardware?: HardwareEncoder | undefined
  /** Why that was chosen, or why not; for people who run Marquee. Nothing where there was no choice. */
  readonly remark?: string | undefined
  /** What will be encoded: by codec, in each highest first. `head.pictures` announces the same. */
  readonly rungs: readonly Rung[]
  readonly head: StreamHead
}

/** Kind `renditions`: what the encode of a chunk has written of one codec, highest first; nothing where the film is too small for it. */
export interface EncodedChunk {
  readonly chunk: number
  readonly tracks: readonly { readonly name: string; readonly part: StreamPart }[]
}

/** Kind `loudness`: how much louder each mix of a film's sound becomes, in dB. */
export interface MeasuredSound {
  readonly mixes: readonly { readonly layout: SoundPlan['layout']; readonly gainDb: number }[]
  /** That much of the sound cannot be heard, for people who run Marquee. */
  readonly remark?: string | undefined
}

/** Kind `sound`. */
export interface EncodedSound {
  /** As the stream's head announces them. */
  readonly tracks: readonly EncodedSoundTrack[]
  readonly remark?: string | undefined
}

export interface EncodedSoundTrack {
  readonly name: string
  /** All of it that the task has made, whatever parts viewers were given. */
  readonly part: StreamPart
  /** By how much it was made louder. */
  readonly gainDb: number
}

/** Kind `integrity`: a film is whole as far as decoding can tell. */
export interface Integrity {
  /** False where its chunks' encodes have counted what is damaged. */
  readonly decoded: boolean
}

/** Kind `streams`: a revision in the transcoded bucket, `videos/<video>/<revision>/…`. */
export interface StreamSet {
  readonly revision: string
  /** Highest first, then the sounds, which have no size. */
  readonly renditions: readonly FoundRendition[]
}

/** A picture of a film that may stand for it. */
export interface ThumbnailCandidate {
  /** Below `videos/<video>/`. */
  readonly path: string
  /** Where it was looked for. */
  readonly atMs: number
}

/** Kind `poster`. */
export interface PosterPicture {
  readonly revision: string
  /** Below `videos/<video>/`. */
  readonly path: string
  readonly width: number
  readonly height: number
  /** What its creator may choose from, the best first; the poster is the first. */
  readonly candidates: readonly ThumbnailCandidate[]
}

/** Kind `storyboard`. */
export interface Storyboard {
  readonly revision: string
  /** Of the WebVTT, below `videos/<video>/`. */
  readonly path: string
  readonly sheets: number
}

/** Kind `captions`: those that the source carries, as WebVTT. */
export interface ExtractedCaptions {
  readonly revision: string
  /** One a language. */
  readonly tracks: readonly {
    /** BCP 47; `und` where the source does not say. */
    readonly language: string
    /** Below `videos/<video>/`. */
    readonly path: string
  }[]
}

/** A film as one file that any player opens. */
export interface DownloadFile {
  /** Of the rendition: `720p`. */
  readonly name: string
  /** Below `videos/<video>/`. */
  readonly path: string
  readonly width: number
  readonly height: number
  readonly bytes: number
}

/** Kind `downloads`. */
export interface DownloadFiles {
  readonly revision: string
  /** Highest first. */
  readonly files: readonly DownloadFile[]
}

/** Kind `publication`: everything the completion handler writes to the video's row. Paths are below `videos/<video>/`. */
export interface PublishedVideo {
  /** Shown before all of it is there: the remuxed source, or a stream that grows. */
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
