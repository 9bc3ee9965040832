import { keepsTimestamps } from '../ladder/frame-rate.ts'
import { GOP_SECONDS } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import type { SourceFacts, VideoFacts } from '../source/source-facts.ts'
import { type GainedSound, soundGraph, soundOutputs } from './audio-arguments.ts'
import { renditionFile } from './encode-chunk-arguments.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'
import type { X264Preset } from './picture-encoders.ts'
import { pictureGraph } from './picture-graph.ts'

export interface EncodeRequest {
  readonly source: string
  readonly facts: SourceFacts
  /** Highest first: each is scaled from the one before. */
  readonly rungs: readonly Rung[]
  readonly preset: X264Preset
  /** None where the source has no sound. */
  readonly sounds: readonly GainedSound[]
}

/**
 * Share of frames that may fail to decode before ffmpeg exits with DAMAGED_EXIT. No sound file of the zoo has
 * a single one; the bit-flipped trailer has 35 in 3,687.
 */
const MAX_ERROR_RATE = 0.0005
/** ffmpeg's exit status when more than MAX_ERROR_RATE failed (fftools/ffmpeg.c, 5.1). */
export const DAMAGED_EXIT = 69

/** Ticks a second of a variable rate's timestamps. */
const TIMESCALE = 90_000
/** Above any 2 s span at 240 frames a second: keyframes come from the clock alone. */
const KEYFRAME_CEILING = 600

/** Damage shows as an exit status, not in a log. */
export const COUNT_DAMAGE = ['-max_error_rate', String(MAX_ERROR_RATE), '-err_detect:v', 'explode']

/** ffmpeg: decodes once and writes every rung and every sound, as MP4 files; progress on standard output. */
export function encodeArguments(request: EncodeRequest): string[] {
  const { facts, rungs, sounds } = request
  const { audio, video } = facts
  const heard = audio && sounds.length > 0 ? [soundGraph({ audio, video }, sounds)] : []
  return [
    ...[...QUIET, '-y', '-progress', 'pipe:1', '-stats_period', '0.5'],
    ...COUNT_DAMAGE,
    ...[...INPUT_GUARDS, '-i', request.source],
    ...['-filter_complex', [pictureGraph(video, rungs), ...heard].join(';')],
    ...rungs.flatMap((rung, index) => renditionArguments(rung, index, request)),
    ...soundOutputs(sounds),
  ]
}

/** ffmpeg: decodes what an encode decodes, and writes nothing: exit status 0 means that the source was not to blame. */
export function decodeTrialArguments(source: string, { video, audio }: SourceFacts): string[] {
  return [
    ...[...QUIET, ...COUNT_DAMAGE, ...INPUT_GUARDS, '-i', source, '-map', `0:${video.index}`],
    ...(audio ? ['-map', `0:${audio.index}`] : []),
    ...['-f', 'null', '-'],
  ]
}

function renditionArguments(rung: Rung, index: number, { facts, preset }: EncodeRequest): string[] {
  return [
    ...['-map', `[v${index}]`, '-c:v', 'libx264', '-preset', preset, '-profile:v', rung.profile],
    ...['-crf', String(rung.crf), '-maxrate', `${rung.maxRateKbps}k`, '-bufsize', `${2 * rung.maxRateKbps}k`],
    ...['-g', String(KEYFRAME_CEILING), '-sc_threshold', '0', '-forced-idr', '1'],
    ...['-force_key_frames', `expr:gte(t,n_forced*${GOP_SECONDS})`],
    ...['-fps_mode', 'passthrough', ...clock(facts.video), '-pix_fmt', 'yuv420p'],
    ...container(renditionFile(rung)),
  ]
}

/** A constant rate counts in frames, ffmpeg's own choice; for a variable one that would round timestamps to a grid. */
function clock(video: VideoFacts): string[] {
  const ticks = String(TIMESCALE)
  return keepsTimestamps(video) ? ['-enc_time_base', `1:${ticks}`, '-video_track_timescale', ticks] : []
}

/** A movie clock of 1 ms, the default, would round the edit list and move the picture by up to 0.5 ms. */
function container(file: string): string[] {
  return [
    ...[
      '-map_metadata',
      '-1',
      '-map_chapters',
      '-1',
      '-movie_timescale',
      String(TIMESCALE),
      '-f',
      'mp4',
      file,
    ],
  ]
}
