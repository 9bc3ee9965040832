import { h264Level } from '../cmaf/h264-level.ts'
import { hevcLevel } from '../cmaf/hevc-level.ts'
import type { PictureCodec } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'

export const X264_PRESETS = [
  'ultrafast',
  'superfast',
  'veryfast',
  'faster',
  'fast',
  'medium',
  'slow',
] as const
/** How much time an encode may take, by x264's names of it; {@link SPEEDS} has what other encoders call it. */
export type X264Preset = (typeof X264_PRESETS)[number]

/** `-cpu-used` of libvpx-vp9 and `-preset` of libsvtav1: smaller is slower. libx265 has x264's names. */
const SPEEDS: Readonly<Record<X264Preset, { readonly vp9: number; readonly av1: number }>> = {
  ultrafast: { vp9: 8, av1: 12 },
  superfast: { vp9: 6, av1: 11 },
  veryfast: { vp9: 5, av1: 10 },
  faster: { vp9: 4, av1: 9 },
  fast: { vp9: 3, av1: 8 },
  medium: { vp9: 2, av1: 7 },
  slow: { vp9: 1, av1: 6 },
}

/** ffmpeg's names of what encodes. */
export const ENCODERS: Readonly<Record<PictureCodec, string>> = {
  h264: 'libx264',
  hevc: 'libx265',
  vp9: 'libvpx-vp9',
  av1: 'libsvtav1',
}

/** Above any 2 s span at 240 frames a second: keyframes come from the clock alone. */
export const KEYFRAME_CEILING = 600

/**
 * What ffmpeg is told of the encoder of a rung: constant quality below a ceiling, no keyframes but those that are forced,
 * each of which begins a closed GOP, and nothing in the stream that differs from chunk to chunk or machine to machine.
 */
export function pictureEncoderArguments(rung: Rung, preset: X264Preset): string[] {
  return ['-c:v', ENCODERS[rung.codec], ...ARGUMENTS[rung.codec](rung, preset)]
}

type Build = (rung: Rung, preset: X264Preset) => string[]

const ARGUMENTS: Readonly<Record<PictureCodec, Build>> = {
  h264: (rung, preset) => [
    ...['-preset', preset, '-profile:v', rung.profile, '-level:v', h264Level(rung, preset).name],
    ...['-crf', String(rung.crf), ...rateCeiling(rung)],
    ...['-g', String(KEYFRAME_CEILING), '-sc_threshold', '0', '-forced-idr', '1'],
  ],
  // Parameter sets stand in the initialization segment alone, as `hvc1` promises (ISO/IEC 14496-15 §8.3.1).
  hevc: (rung, preset) => [
    ...['-preset', preset, '-tag:v', 'hvc1', '-crf', String(rung.crf), ...rateCeiling(rung)],
    ...['-g', String(KEYFRAME_CEILING), '-forced-idr', '1'],
    ...['-x265-params', `${X265_PARAMETERS}:level-idc=${hevcLevel(rung).name}`],
  ],
  // With a target rate, libvpx's constant quality is capped by it.
  vp9: (rung, preset) => [
    ...['-deadline', preset === 'ultrafast' ? 'realtime' : 'good', '-cpu-used', String(SPEEDS[preset].vp9)],
    ...['-row-mt', '1', '-tile-columns', String(tileColumns(rung)), '-crf', String(rung.crf)],
    ...['-b:v', `${rung.maxRateKbps}k`, ...rateCeiling(rung), '-g', String(KEYFRAME_CEILING)],
  ],
  av1: (rung, preset) => [
    ...['-preset', String(SPEEDS[preset].av1), '-crf', String(rung.crf)],
    ...['-g', String(KEYFRAME_CEILING), '-flags', '+cgop'],
    ...['-svtav1-params', `enable-force-key-frames=1:mbr=${rung.maxRateKbps}`],
  ],
}

/**
 * `info=0`: no words of the encoder in the stream; it makes no difference to the picture. Threads are counted out, since x265
 * looks for processors in /sys: where it sees none, as in our sandbox, it encodes on one thread and without wavefronts, which
 * its parameter sets say, so that its chunks would not join those of other machines. So counted, all machines write the same.
 */
const X265_PARAMETERS =
  'info=0:open-gop=0:scenecut=0:min-keyint=1:high-tier=0:log-level=none:pools=4:frame-threads=1'

/** No second takes more than the rung's ceiling, but for a buffer of two. */
export function rateCeiling({ maxRateKbps }: Rung): string[] {
  return ['-maxrate', `${maxRateKbps}k`, '-bufsize', `${2 * maxRateKbps}k`]
}

/** A tile is 256 pixels wide at least; given as a power of two. Four threads are as many as a rung is worth. */
function tileColumns({ width }: Rung): number {
  return Math.min(2, Math.max(0, Math.floor(Math.log2(width / 256))))
}
