import { pictureTimescale } from '../chunks/picture-clock.ts'
import { SEGMENT_SECONDS } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { formatRational } from '../source/rational.ts'
import type { AudioFacts } from '../source/source-facts.ts'
import type { CoverPlace } from '../still/choose-cover.ts'
import { STILL_SIZE, stillFacts, stillFrames } from '../still/still-facts.ts'
import { WATERMARK_INPUT } from '../watermark/draw-watermark.ts'
import type { Watermark } from '../watermark/watermark.ts'
import { ANY_DAMAGE } from './count-damage.ts'
import { fragments, renditionFile } from './encode-chunk-arguments.ts'
import { ONE_THREAD, QUIET, SOUND_GUARDS } from './guarded-input.ts'
import { pictureEncoderArguments, type X264Preset } from './picture-encoders.ts'
import { pictureGraph } from './picture-graph.ts'

/** The local file that `coverArguments` writes. */
export const COVER_FILE = 'cover.png'
/** The local file that `envelopeArguments` writes: mono, 16 bits, little-endian. */
export const ENVELOPE_FILE = 'envelope.pcm'
/** The local file that `stillArguments` reads: a JPEG of STILL_SIZE. */
export const STILL_FILE = 'still.jpg'

/** ffmpeg: the picture that stands for a sound, upright, with square pixels, no larger than a still has room for. */
export function coverArguments(source: string, { index, atSeconds }: CoverPlace): string[] {
  const { width, height } = STILL_SIZE
  const seek =
    atSeconds === null
      ? []
      : ['-ss', atSeconds.toFixed(3), '-noaccurate_seek', '-skip_frame:v', 'nokey', ...ONE_THREAD]
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease`
  return [
    ...[...QUIET, '-y', ...seek, ...SOUND_GUARDS, '-i', source, '-map', `0:${index}`, '-frames:v', '1'],
    // Else the keyframe before that moment would be dropped for being early.
    ...['-fps_mode', 'passthrough'],
    ...['-vf', `scale=iw*sar:ih,setsar=1,${fit},format=rgb24`, '-map_metadata', '-1'],
    ...['-c:v', 'png', '-f', 'image2', '-update', '1', COVER_FILE],
  ]
}

/** Hz: how loud a sound is shows below as well, and 12 hours fit in 173 MB. */
const ENVELOPE_RATE = 2000

/** ffmpeg: the sound as few samples, from which is seen how loud it is when. */
export function envelopeArguments(source: string, { index }: Pick<AudioFacts, 'index'>): string[] {
  return [
    ...[...QUIET, '-y', ...ANY_DAMAGE, ...SOUND_GUARDS, '-i', source, '-map', `0:${index}`],
    ...['-ac', '1', '-ar', String(ENVELOPE_RATE), '-c:a', 'pcm_s16le', '-f', 's16le', ENVELOPE_FILE],
  ]
}

export interface StillRequest {
  readonly durationMs: number
  /** Highest first. */
  readonly rungs: readonly Rung[]
  readonly preset: X264Preset
  readonly watermark: Watermark | null
}

/**
 * Pictures that are all the same gain nothing by another order, and at two a second its delay would be a whole second, which
 * players that overlook the edit list add to the film.
 */
const IN_ORDER = ['-bf', '0']

/** A segment has one keyframe: nothing changes, and it is most of what a still costs. */
const KEYFRAMES = `expr:gte(t,n_forced*${SEGMENT_SECONDS})`

/**
 * ffmpeg: shows STILL_FILE for as long as a sound lasts, as fragmented MP4 for every rung, `renditionFile`. It is decoded and scaled
 * once. Progress on standard output.
 */
export function stillArguments({ durationMs, rungs, preset, watermark }: StillRequest): string[] {
  const video = stillFacts(durationMs)
  const rate = formatRational(video.frameRate)
  const shown = rungs.map((_, index) => `[v${index}]loop=-1:1,setpts=N/(${rate})/TB[o${index}]`)
  const graph = [pictureGraph(video, rungs, null, watermark), ...shown].join(';')
  return [
    ...[...QUIET, '-y', '-progress', 'pipe:1', '-stats_period', '0.5'],
    ...['-protocol_whitelist', 'file', '-f', 'jpeg_pipe', '-framerate', rate, '-i', STILL_FILE],
    ...[...(watermark ? WATERMARK_INPUT : []), '-filter_complex', graph],
    ...rungs.flatMap((rung, index) => [
      ...['-map', `[o${index}]`, ...pictureEncoderArguments(rung, preset), ...IN_ORDER],
      ...['-frames:v', String(stillFrames(durationMs)), '-force_key_frames', KEYFRAMES],
      ...['-fps_mode', 'passthrough', '-pix_fmt', 'yuv420p'],
      ...['-video_track_timescale', String(pictureTimescale(video)), ...fragments(['frag_keyframe'])],
      renditionFile(rung),
    ]),
  ]
}
