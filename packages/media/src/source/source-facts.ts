/** A positive fraction in lowest terms, such as 30000/1001. */
export interface Rational {
  readonly numerator: number
  readonly denominator: number
}

/** Pixels, both at least 1. */
export interface PictureSize {
  readonly width: number
  readonly height: number
}

export type FieldOrder = 'progressive' | 'interlaced' | 'unknown'

/** As ffprobe names them; null where the stream does not say. */
export interface ColourFacts {
  readonly primaries: string | null
  readonly transfer: string | null
  readonly matrix: string | null
  readonly range: string | null
  /** The transfer function is PQ or HLG. */
  readonly hdr: boolean
}

export interface VideoFacts {
  /** ffmpeg's stream index, for `-map 0:<index>`. */
  readonly index: number
  /** ffmpeg's codec name: `h264`, `hevc`, `vp9`. */
  readonly codec: string
  readonly profile: string | null
  readonly pixelFormat: string
  /** As stored, before rotation and pixel aspect. */
  readonly coded: PictureSize
  /** As seen: rotation and pixel aspect applied, rounded to whole pixels. */
  readonly display: PictureSize
  /** Clockwise turn that the player must make: 0, 90, 180, 270. */
  readonly rotation: number
  readonly sampleAspect: Rational
  /** Frames a second: nominal where the rate is constant, else the measured average. */
  readonly frameRate: Rational
  readonly isVariable: boolean
  /** How long after the first packet of the file the picture can begin. */
  readonly startMs: number
  /** Frames that an edit list hides before the first shown one. */
  readonly hiddenFrames: number
  /** How long the last frame stands. */
  readonly lastFrameMs: number
  /** Frames counted by reading every packet. */
  readonly frameCount: number
  /** Average, bits per second, counted from packets. */
  readonly bitrate: number
  /** Of the busiest two seconds, never below the average; 0 where it is not known. */
  readonly peakBitrate: number
  /** Longest distance between keyframes, the tail included. */
  readonly maxGopMs: number
  readonly fieldOrder: FieldOrder
  readonly colour: ColourFacts
}

export interface AudioFacts {
  readonly index: number
  readonly codec: string
  readonly profile: string | null
  readonly channels: number
  /** Hz. */
  readonly sampleRate: number
}

/** Captions that the container carries as text. */
export interface CaptionFacts {
  readonly index: number
  /** ffmpeg's codec name: `mov_text`, `subrip`. */
  readonly codec: string
}

/** What inspection found out about an upload; the input of every later decision. */
export interface SourceFacts {
  /** ffmpeg's demuxer name, the first of its aliases: `mov`, `matroska`, `mpegts`. */
  readonly container: string
  readonly sizeBytes: number
  /** Measured from the first to the end of the last packet of the chosen streams. */
  readonly durationMs: number
  /** Where nothing but the sound is kept, the still that is shown with it. */
  readonly video: VideoFacts
  /** Null where there is no sound, or none that can be decoded. */
  readonly audio: AudioFacts | null
  /** There was a sound track, and it was left out because it cannot be decoded. */
  readonly audioDropped: boolean
  /** Those that are pictures (PGS, DVD, DVB) are not among them. */
  readonly captions: readonly CaptionFacts[]
}
