import type { HardwareEncoder, Options, RunWatermark, TaskInput, X264Preset } from '@marquee/media'
import type { ObjectStore } from '@marquee/storage'
import type { Programs } from '../ffmpeg/programs.ts'
import type { ProgramEnded } from '../observability/worker-events.ts'
import type { FileCache } from '../scratch/file-cache.ts'

/** What the pipeline says about one attempt at one task. */
export interface TaskRequest {
  readonly runId: string
  readonly videoPublicId: string
  /** Unique in the run; a folder of its own in the temporary bucket. */
  readonly taskName: string
  readonly type: string
  readonly options: Options
  /** Which item of the list that its node is repeated for; null where it is not. */
  readonly item: number | null
  /** Key of the upload in the originals bucket. */
  readonly sourceKey: string
  /** Of a node in pieces in their order. */
  readonly inputs: readonly TaskInput[]
  /** What is drawn into every picture that is encoded; null where nothing is. */
  readonly watermark: RunWatermark | null
  /** Its run may use no hardware. */
  readonly software: boolean
  /** An empty local folder for this attempt alone; the caller removes it. */
  readonly folder: string
  /** 0 to 1; may be called often. */
  readonly reportProgress: (fraction: number) => void
  readonly signal: AbortSignal
}

/** What a film is made of. */
export interface FilmSource {
  readonly store: ObjectStore
  readonly key: string
}

/** The three buckets. */
export interface Stores {
  readonly originals: ObjectStore
  readonly temporary: ObjectStore
  readonly transcoded: ObjectStore
}

/** What every task of this process shares. */
export interface TaskRoom {
  readonly stores: Stores
  readonly cache: FileCache
  readonly preset: X264Preset
  /** What of this machine encodes H.264 where a film may be given to hardware; null where nothing does. */
  readonly hardware: HardwareEncoder | null
  /** Threads for each of several encodes at once; undefined where there is one at a time, which takes what it likes. */
  readonly threads: number | undefined
  readonly onProgramEnd: (ended: ProgramEnded) => void
}

/** What one task stands on. */
export interface TaskContext extends TaskRequest, TaskRoom {
  /** The upload, or the part of it that is whole, where inspection has kept no more. */
  readonly source: FilmSource
  /** Random, new for each attempt: no two attempts write the same key. */
  readonly nonce: string
  /** `runs/<run>/<task>/<nonce>/`, in the temporary bucket. */
  readonly temporaryPrefix: string
  /** A new folder for what this attempt publishes: 11 characters of base62, so that nobody can guess it. */
  readonly revision: string
  /** `videos/<video>/<revision>/`, in the transcoded bucket. */
  readonly revisionPrefix: string
  /** Starts programs in the sandbox, in `folder`, under `signal`, and counts what they cost. */
  readonly programs: Programs
}
