import type { Chunk } from '../chunks/chunk.ts'
import { atRateOf, pictureTimescale } from '../chunks/picture-clock.ts'
import { announcedCodec } from '../cmaf/announced-codec.ts'
import { type CutTrack, checkChunk } from '../cmaf/check-chunk.ts'
import { createSegmentCutter } from '../cmaf/cut-segments.ts'
import { pictureCut } from '../cmaf/segment-cuts.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { formatRational } from '../source/rational.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import { renditionArguments } from './encode-chunk-arguments.ts'
import { QUIET } from './guarded-input.ts'
import { deviceArguments, type HardwareEncoder, uploadPictures } from './hardware-encoders.ts'
import type { X264Preset } from './picture-encoders.ts'

/** A segment, and the beginning of the next, which must be a keyframe. */
const TRIED: Chunk = { index: 0, startMs: 0, endMs: 4200, last: true }

export interface EncoderTrial {
  /** Of one codec, highest first: those of the film that is to be encoded. */
  readonly rungs: readonly Rung[]
  /** Of that film. */
  readonly video: VideoFacts
  readonly preset: X264Preset
  readonly hardware: HardwareEncoder | null
}

/**
 * ffmpeg: encodes a drawn picture as `encodeChunkArguments` has a film encoded, in all of its rungs at once: what a device
 * refuses, it refuses here.
 */
export function encoderTrialArguments(trial: EncoderTrial): string[] {
  const { rungs, hardware } = trial
  const graph = drawnPictures(rungs)
  return [
    ...[...QUIET, '-y', ...(hardware ? deviceArguments(hardware) : [])],
    ...['-filter_complex', hardware ? uploadPictures(graph, rungs.length, hardware) : graph],
    ...rungs.flatMap((rung, index) => renditionArguments(rung, index, trial)),
  ]
}

function drawnPictures(rungs: readonly Rung[]): string {
  const chains = rungs.map(({ width, height, frameRate }, index) => {
    const rate = formatRational(frameRate)
    const picture =
      index === 0
        ? `testsrc2=size=${width}x${height}:rate=${rate}:duration=${TRIED.endMs / 1000},format=yuv420p`
        : `[s${index}]fps=${rate},scale=${width}:${height},setsar=1,format=yuv420p`
    return picture + (index + 1 < rungs.length ? `,split[v${index}][s${index + 1}]` : `[v${index}]`)
  })
  return chains.join(';')
}

/** What is wrong with what a trial wrote of a rung, as `renditionFile` names it; empty where a film may be encoded so. */
export function checkEncoderTrial(
  file: Uint8Array,
  rung: Rung,
  { video, preset }: Pick<EncoderTrial, 'video' | 'preset'>,
): readonly string[] {
  const shown = atRateOf(rung, video)
  const announced = { codec: announcedCodec(rung, preset), timescale: pictureTimescale(shown) }
  const track = cutAll(file, rung, video)
  const stands = track.segments.length === 2 ? [] : ['it has no keyframe behind 4 s']
  return [...checkChunk(track, announced, TRIED, shown), ...stands]
}

/** @throws CmafFailure */
function cutAll(file: Uint8Array, rung: Rung, video: VideoFacts): CutTrack {
  const cutter = createSegmentCutter(pictureCut(TRIED, rung, video, { longestFrameMs: 0 }))
  const segments = [...cutter.push(file), ...cutter.finish()]
  return { initialization: cutter.initialization ?? new Uint8Array(), segments }
}
