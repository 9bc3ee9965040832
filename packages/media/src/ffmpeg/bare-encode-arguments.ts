import { keepsTimestamps } from '../ladder/frame-rate.ts'
import { GOP_SECONDS } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import type { SourceFacts, VideoFacts } from '../source/source-facts.ts'
import { type GainedSound, soundGraph, soundOutputs } from './audio-arguments.ts'
import { countDamage } from './count-damage.ts'
import { renditionFile } from './encode-chunk-arguments.ts'
import { INPUT_GUARDS, QUIET } from './guarded-input.ts'
import { pictureEncoderArguments, type X264Preset } from './picture-encoders.ts'
import { pictureGraph } from './picture-graph.ts'

export interface BareEncodeRequest {
  readonly source: string
  readonly facts: SourceFacts
  /** Highest first: each is scaled from the one before. */
  readonly rungs: readonly Rung[]
  readonly preset: X264Preset
  /** None where the source has no sound. */
  readonly sounds: readonly GainedSound[]
}

/** Ticks a second of a variable rate's timestamps. */
const TIMESCALE = '90000'

/**
 * ffmpeg: what a script without a pipeline would ask of it: decodes a whole film once and writes every rung and every sound as
 * MP4 files, with the settings of the pipeline's encoders; progress on standard output. Marquee never runs it: benches and tests
 * hold its chunks against it.
 */
export function bareEncodeArguments(request: BareEncodeRequest): string[] {
  const { facts, rungs, sounds } = request
  const { audio, video } = facts
  const heard = audio && sounds.length > 0 ? [soundGraph({ audio, video }, sounds)] : []
  return [
    ...[...QUIET, '-y', '-progress', 'pipe:1', '-stats_period', '0.5'],
    ...countDamage(),
    ...[...INPUT_GUARDS, '-i', request.source],
    ...['-filter_complex', [pictureGraph(video, rungs), ...heard].join(';')],
    ...rungs.flatMap((rung, index) => renditionArguments(rung, index, request)),
    ...soundOutputs(sounds),
  ]
}

function renditionArguments(rung: Rung, index: number, { facts, preset }: BareEncodeRequest): string[] {
  return [
    ...['-map', `[v${index}]`, ...pictureEncoderArguments(rung, preset)],
    ...['-force_key_frames', `expr:gte(t,n_forced*${GOP_SECONDS})`],
    ...['-fps_mode', 'passthrough', ...clock(facts.video), '-pix_fmt', 'yuv420p'],
    // A movie clock of 1 ms, the default, would round the edit list and move the picture by up to 0.5 ms.
    ...['-map_metadata', '-1', '-map_chapters', '-1', '-movie_timescale', TIMESCALE],
    ...['-f', 'mp4', renditionFile(rung)],
  ]
}

/** A constant rate counts in frames, ffmpeg's own choice; for a variable one that would round timestamps to a grid. */
function clock(video: VideoFacts): string[] {
  return keepsTimestamps(video)
    ? ['-enc_time_base', `1:${TIMESCALE}`, '-video_track_timescale', TIMESCALE]
    : []
}
