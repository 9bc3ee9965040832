import type { Chunk } from '../chunks/chunk.ts'
import { atRateOf, pictureTimescale } from '../chunks/picture-clock.ts'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { onContainerClock, seekTarget } from '../chunks/seek-target.ts'
import { isHalvedBelow, isSmooth, keepsTimestamps } from '../ladder/frame-rate.ts'
import { GOP_SECONDS } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import type { SourceFacts, VideoFacts } from '../source/source-facts.ts'
import { WATERMARK_INPUT } from '../watermark/draw-watermark.ts'
import type { Watermark } from '../watermark/watermark.ts'
import { countDamage, MAX_ERROR_RATE } from './count-damage.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'
import {
  deviceArguments,
  type HardwareEncoder,
  hardwareEncoderArguments,
  outputOf,
  pixelFormatArguments,
  uploadPictures,
} from './hardware-encoders.ts'
import { pictureEncoderArguments, type X264Preset } from './picture-encoders.ts'
import { pictureGraph } from './picture-graph.ts'

export interface EncodeChunkRequest {
  /** Where a film has several chunks, a file that can be sought in (`seekability`). */
  readonly source: string
  readonly facts: SourceFacts
  readonly seeking: SeekFacts
  readonly chunk: Chunk
  /** Highest first: each is scaled from the one before. */
  readonly rungs: readonly Rung[]
  readonly preset: X264Preset
  /** What `cutTrialArguments` found; of no matter to the first chunk, in which it is always counted. */
  readonly damage: DamageWatch
  /** Of the decoder, of the filters and of each x264; where it is not given, as many as they find best for themselves. */
  readonly threads?: number | undefined
  /** Drawn into every rung, of WATERMARK_FILE, which is fitted to the first. */
  readonly watermark?: Watermark | null
  /** Encodes all rungs, which are of HARDWARE_CODEC then, in the place of software. */
  readonly hardware?: HardwareEncoder | null
}

/** The local file that an encode writes for a rung. */
export const renditionFile = (rung: Pick<Rung, 'name'>) => `${rung.name}.mp4`

/**
 * What decoding does of a frame that is not as it should be: it ends with an error that is counted, or goes on. Counted, each
 * frame of an open GOP fails where decoding begins in the middle of a film, since it names pictures from before.
 */
export type DamageWatch = 'counted' | 'concealed'

/**
 * In which chunk to try whether damage can be counted: the last, since an earlier one may be decoded from the film's first
 * keyframe, which is never in the middle of anything. Null where there is only one.
 */
export function chunkToTry(chunks: readonly Chunk[]): Chunk | null {
  return chunks.length > 1 ? (chunks.at(-1) ?? null) : null
}

/**
 * ffmpeg: decodes a second from where a chunk is sought, and prints a line for each frame (`createCutTrialReader`). Where
 * damage is counted, exit status 0 means that it can be, in chunks. Otherwise only decoding the whole film can tell
 * (`decodeTrialArguments`).
 */
export function cutTrialArguments(
  request: Omit<EncodeChunkRequest, 'rungs' | 'preset' | 'watermark'>,
): string[] {
  const { source, facts, seeking, chunk, damage } = request
  return [
    ...[...QUIET, ...(damage === 'counted' ? countDamage(0) : [])],
    ...['-copyts', ...place(facts.video, seeking, chunk), '-t', '1', ...INPUT_GUARDS, '-i', source],
    ...['-map', `0:${facts.video.index}`, '-fps_mode', 'passthrough', '-enc_time_base', '1:90000'],
    ...['-f', 'framecrc', 'pipe:1'],
  ]
}

/** Reads what a trial prints: whether a frame came that stands when the chunk begins, so that it lacks none. */
export function createCutTrialReader({
  facts,
  seeking,
  chunk,
}: Pick<EncodeChunkRequest, 'facts' | 'seeking' | 'chunk'>): {
  readonly read: (line: string) => void
  readonly hasReached: () => boolean
} {
  const startTicks = onContainerClock(facts.video, seeking, chunk.startMs) * 90_000
  let hasReached = false
  return {
    read(line) {
      // Stream, decoding and presentation time, duration, size, checksum; a «#» begins what is about all of them.
      const [, , ticks] = line.split(',')
      if (!line.startsWith('#') && ticks !== undefined && Number(ticks) <= startTicks) hasReached = true
    },
    hasReached: () => hasReached,
  }
}

/**
 * ffmpeg: decodes one chunk of a film once and writes its pictures for every rung as fragmented MP4, a fragment for each
 * GOP, in film time; `renditionFile` names them. Progress on standard output counts from the chunk's start, or, with `-copyts`,
 * from what was there at the first report.
 */
export function encodeChunkArguments(request: EncodeChunkRequest): string[] {
  const { source, facts, seeking, chunk, rungs, watermark = null, hardware = null } = request
  const threads = request.threads === undefined ? null : String(request.threads)
  const graph = pictureGraph(facts.video, rungs, { chunk, seeking }, watermark)
  return [
    ...[...QUIET, '-y', '-progress', 'pipe:1', '-stats_period', '0.5'],
    ...(hardware ? deviceArguments(hardware) : []),
    ...(request.damage === 'counted' || chunk.startMs === 0
      ? countDamage(damageBound(facts.video, chunk))
      : []),
    ...(chunk.startMs === 0 ? [] : ['-copyts']),
    ...[...place(facts.video, seeking, chunk), ...(threads ? ['-threads', threads] : [])],
    ...[...INPUT_GUARDS, '-i', source, ...(watermark ? WATERMARK_INPUT : [])],
    ...(threads ? ['-filter_complex_threads', threads] : []),
    ...['-filter_complex', hardware ? uploadPictures(graph, rungs.length, hardware) : graph],
    ...rungs.flatMap((rung, index) => renditionArguments(rung, index, { ...request, video: facts.video })),
  ]
}

/** Of a chunk, however long the film. */
const MAX_ERROR_RATE_OF_CHUNK = 0.005

/** What a film may have in all, a chunk of it may have alone. */
function damageBound({ frameCount, frameRate }: VideoFacts, { startMs, endMs }: Chunk): number {
  const frames = ((endMs - startMs) / 1000) * (frameRate.numerator / frameRate.denominator)
  const share = MAX_ERROR_RATE * Math.max(1, frameCount / Math.max(frames, 1))
  return Number(Math.min(share, MAX_ERROR_RATE_OF_CHUNK).toFixed(6))
}

/**
 * What is decoded before the chunk is cut off in the graph, where a frame's neighbours are known: ffmpeg's own cut
 * (accurate_seek) would leave a deinterlacer without them.
 */
function place(video: VideoFacts, seeking: SeekFacts, { startMs }: Chunk): string[] {
  const target = startMs === 0 ? null : seekTarget(video, seeking, startMs)
  return target === null ? [] : ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', target.toFixed(6)]
}

const cell = (time: string) => `floor((${time}+0.000001)/${GOP_SECONDS})`
/** The first frame of each 2 s of the film, and of a chunk; a microsecond makes up for how 2.0 is stored. */
const KEYFRAMES = `expr:isnan(prev_forced_t)+gt(${cell('t')},${cell('prev_forced_t')})`
/** Where smaller rungs show every second frame, one of those. */
const KEYFRAMES_OF_ALL = `${KEYFRAMES}*not(mod(n,2))`

interface RenditionRequest extends Pick<EncodeChunkRequest, 'preset' | 'threads' | 'hardware'> {
  readonly video: VideoFacts
}

/** ffmpeg: writes what a graph gives as `[v<index>]`. */
export function renditionArguments(
  rung: Rung,
  index: number,
  { video, preset, threads, hardware = null }: RenditionRequest,
): string[] {
  const timescale = String(pictureTimescale(atRateOf(rung, video)))
  const keyframes = isHalvedBelow(video) && isSmooth(rung.frameRate) ? KEYFRAMES_OF_ALL : KEYFRAMES
  return [
    ...(hardware
      ? ['-map', outputOf(index, hardware), ...hardwareEncoderArguments(hardware, rung, preset)]
      : ['-map', `[v${index}]`, ...pictureEncoderArguments(rung, preset)]),
    ...(hardware || threads === undefined || rung.codec !== 'h264' ? [] : ['-threads', String(threads)]),
    ...['-force_key_frames', keyframes, '-fps_mode', 'passthrough'],
    ...(hardware ? pixelFormatArguments(hardware) : ['-pix_fmt', 'yuv420p']),
    ...(keepsTimestamps(video) ? ['-enc_time_base', `1:${timescale}`] : []),
    ...['-video_track_timescale', timescale],
    ...fragments(['frag_keyframe']),
    renditionFile(rung),
  ]
}

/**
 * CMAF without a word of the file's making, so that all chunks of a rung begin with the same bytes. `frag_discont` keeps
 * film time, where the muxer would begin at 0.
 */
export function fragments(flags: readonly string[]): string[] {
  return [
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'],
    ...['-movflags', ['+cmaf', 'frag_discont', ...flags].join('+'), '-f', 'mp4'],
  ]
}
