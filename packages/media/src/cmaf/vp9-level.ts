import type { Rung } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'

type Row = readonly [level: number, samplesPerSecond: number, samples: number, kbps: number]

/** Ten times the level, luma samples a second and a picture, 1000 bit/s (webmproject.org/vp9/levels). */
const LEVELS: readonly Row[] = [
  [10, 829_440, 36_864, 200],
  [11, 2_764_800, 73_728, 800],
  [20, 4_608_000, 122_880, 1_800],
  [21, 9_216_000, 245_760, 3_600],
  [30, 20_736_000, 552_960, 7_200],
  [31, 36_864_000, 983_040, 12_000],
  [40, 83_558_400, 2_228_224, 18_000],
  [41, 160_432_128, 2_228_224, 30_000],
  [50, 311_951_360, 8_912_896, 60_000],
  [51, 588_251_136, 8_912_896, 120_000],
  [52, 1_176_502_272, 8_912_896, 180_000],
  [60, 1_176_502_272, 35_651_584, 180_000],
  [61, 2_353_004_544, 35_651_584, 240_000],
  [62, 4_706_009_088, 35_651_584, 480_000],
]

/** Ten times the lowest level that holds for a rung's size, rate and ceiling. The last where none holds. */
export function vp9Level({ width, height, frameRate, maxRateKbps }: Rung): number {
  const samples = width * height
  const holds = ([, second, picture, kbps]: Row) =>
    samples <= picture && samples * toNumber(frameRate) <= second && maxRateKbps <= kbps
  return (LEVELS.find(holds) ?? LEVELS.at(-1) ?? [62])[0]
}
