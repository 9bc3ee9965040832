import type { Rung } from '../ladder/select-rungs.ts'
import type { FoundRendition } from '../publication/check-publication.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { TaskType } from './task-types.ts'

/** Every output says which task type made it, and what its programs cost. */
interface Output<Type extends TaskType> {
  readonly type: Type
  /** User and system time of ffmpeg, ffprobe and packager, in seconds. */
  readonly cpuSeconds: number
}

export interface InspectOutput extends Output<'inspect'> {
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

export interface EncodeOutput extends Output<'encode'> {
  /** Highest first. */
  readonly renditions: readonly EncodedRendition[]
  readonly audio: TemporaryObject | null
}

/** A stream revision in the transcoded bucket: `videos/<video>/<revision>/…`. */
interface StreamRevision {
  readonly revision: string
  /** Highest first, then `audio` where there is sound. */
  readonly renditions: readonly FoundRendition[]
}

export interface RemuxOutput extends Output<'remux'>, StreamRevision {}
export interface PackageOutput extends Output<'package'>, StreamRevision {}

export interface PosterOutput extends Output<'poster'> {
  readonly revision: string
  /** Below `videos/<video>/`. */
  readonly path: string
  readonly width: number
  readonly height: number
}

export interface StoryboardOutput extends Output<'storyboard'> {
  readonly revision: string
  /** Of the WebVTT, below `videos/<video>/`. */
  readonly path: string
  readonly sheets: number
}

/** Everything the completion handler writes to the video's row. Paths are below `videos/<video>/`. */
export interface PublishOutput extends Output<'publish'> {
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

/** Output of a task by its type. */
export interface TaskOutputs {
  readonly inspect: InspectOutput
  readonly remux: RemuxOutput
  readonly encode: EncodeOutput
  readonly package: PackageOutput
  readonly poster: PosterOutput
  readonly storyboard: StoryboardOutput
  readonly publish: PublishOutput
}

export type TaskOutput = TaskOutputs[TaskType]
