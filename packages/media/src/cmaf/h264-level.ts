import type { X264Preset } from '../ffmpeg/picture-encoders.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'

/** One row of ITU-T H.264 table for what Main and High add to it. */
export interface H264Level {
  /** `3.1`, as x264 takes it. */
  readonly name: string
  /** level_idc: ten times its number. */
  readonly idc: number
}

type Row = readonly [idc: number, blocksPerSecond: number, blocks: number, kbps: number, bufferKbit: number]

/** Macroblocks a second, macroblocks a frame, 1000 bit/s and 1000 bits of VBV (Main, VCL factor 1000). 1b is left out. */
const LEVELS: readonly Row[] = [
  [10, 1_485, 99, 64, 175],
  [11, 3_000, 396, 192, 500],
  [12, 6_000, 396, 384, 1_000],
  [13, 11_880, 396, 768, 2_000],
  [20, 11_880, 396, 2_000, 2_000],
  [21, 19_800, 792, 4_000, 4_000],
  [22, 20_250, 1_620, 4_000, 4_000],
  [30, 40_500, 1_620, 10_000, 10_000],
  [31, 108_000, 3_600, 14_000, 14_000],
  [32, 216_000, 5_120, 20_000, 20_000],
  [40, 245_760, 8_192, 20_000, 25_000],
  [41, 245_760, 8_192, 50_000, 62_500],
  [42, 522_240, 8_704, 50_000, 62_500],
  [50, 589_824, 22_080, 135_000, 135_000],
  [51, 983_040, 36_864, 240_000, 240_000],
  [52, 2_073_600, 36_864, 240_000, 240_000],
  [60, 4_177_920, 139_264, 240_000, 240_000],
  [61, 8_355_840, 139_264, 480_000, 480_000],
  [62, 16_711_680, 139_264, 800_000, 800_000],
]

/**
 * The lowest level that holds for a rung's size, rate and ceiling (H.264 §A.3.1 and A.3.3): stated, so that it is known
 * before anything is encoded and the same in every chunk. The last where none holds.
 */
export function h264Level(rung: Rung, preset: X264Preset): H264Level {
  const columns = Math.ceil(rung.width / 16)
  const rows = Math.ceil(rung.height / 16)
  const blocks = columns * rows
  const rate = toNumber(rung.frameRate)
  // Table A-2: cpbBrVclFactor.
  const factor = h264Profile(rung, preset) === 'high' ? 1.25 : 1
  const holds = ([, blocksPerSecond, frame, kbps, buffer]: Row) =>
    blocks <= frame &&
    Math.max(columns, rows) <= Math.sqrt(8 * frame) &&
    blocks * rate <= blocksPerSecond &&
    rung.maxRateKbps <= kbps * factor &&
    2 * rung.maxRateKbps <= buffer * factor
  const idc = (LEVELS.find(holds) ?? LEVELS.at(-1) ?? [62])[0]
  return { name: `${Math.floor(idc / 10)}.${idc % 10}`, idc }
}

/** x264's `ultrafast` uses no tool that Baseline lacks, and then says Baseline whatever it was asked for. */
export function h264Profile(rung: Rung, preset: X264Preset): 'constrained-baseline' | Rung['profile'] {
  return preset === 'ultrafast' ? 'constrained-baseline' : rung.profile
}
