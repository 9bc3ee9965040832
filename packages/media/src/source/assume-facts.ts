import type { Mark } from '../pipeline/conditions.ts'
import { rational } from './rational.ts'
import type { SourceFacts } from './source-facts.ts'

/** What somebody knows of a source without having read it. */
export interface AssumedSource {
  readonly seconds: number
  /** Display size in pixels. */
  readonly width: number
  readonly height: number
  /** Frames a second. */
  readonly frameRate: number
  /** ffmpeg's codec names; `audioCodec` is null where there is no sound. */
  readonly videoCodec: string
  readonly audioCodec: string | null
  readonly channels?: number | undefined
  /** What is left out of these is not known: {@link openMarks}. */
  readonly rotation?: number | null | undefined
  /** Of the pictures, bits per second. */
  readonly bitrate?: number | null | undefined
  readonly hdr?: boolean | null | undefined
  readonly interlaced?: boolean | null | undefined
  /** Whether it carries captions as text. */
  readonly captions?: boolean | null | undefined
}

/** What cannot be told of a source, of which facts are assumed all the same. */
export function openMarks({ rotation, bitrate, ...marks }: AssumedSource): ReadonlySet<Mark> {
  const open = (['hdr', 'interlaced', 'captions'] as const).filter((mark) => typeof marks[mark] !== 'boolean')
  const looks = [rotation, bitrate, marks.hdr, marks.interlaced]
  return new Set<Mark>(
    looks.some((look) => look === null || look === undefined) ? [...open, 'remuxable'] : open,
  )
}

/** Facts of a source that is as somebody says, and ordinary else: enough for a plan, no ground for an encode. */
export function assumeFacts(source: AssumedSource): SourceFacts {
  const { seconds, width, height, frameRate, videoCodec, audioCodec, channels = 2 } = source
  const durationMs = Math.round(seconds * 1000)
  return {
    container: 'mov',
    sizeBytes: 0,
    durationMs,
    video: {
      index: 0,
      codec: videoCodec,
      profile: null,
      pixelFormat: 'yuv420p',
      coded: { width, height },
      display: { width, height },
      rotation: source.rotation ?? 0,
      sampleAspect: rational(1, 1),
      frameRate: rational(Math.round(frameRate * 1000), 1000),
      isVariable: false,
      startMs: 0,
      hiddenFrames: 0,
      lastFrameMs: Math.round(1000 / frameRate),
      frameCount: Math.round(seconds * frameRate),
      bitrate: source.bitrate ?? 0,
      peakBitrate: 0,
      maxGopMs: 2000,
      fieldOrder: source.interlaced ? 'interlaced' : 'progressive',
      colour: { primaries: null, transfer: null, matrix: null, range: null, hdr: source.hdr ?? false },
    },
    audio:
      audioCodec === null
        ? null
        : { index: 1, codec: audioCodec, profile: null, channels, sampleRate: 48_000 },
    audioDropped: false,
    captions: source.captions ? [{ index: 2, codec: 'mov_text' }] : [],
  }
}

/** What an upload costs before anything is known of it: a minute of a telephone's film. */
export const TYPICAL_SOURCE = assumeFacts({
  seconds: 60,
  width: 1920,
  height: 1080,
  frameRate: 30,
  videoCodec: 'h264',
  audioCodec: 'aac',
})
