import type { Rung } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'

/** One row of ITU-T H.265 tables A.8 and A.9, Main tier. */
export interface HevcLevel {
  /** `3.1`, as x265 takes it. */
  readonly name: string
  /** general_level_idc: thirty times its number. */
  readonly idc: number
}

type Row = readonly [idc: number, samples: number, samplesPerSecond: number, kbps: number, bufferKbit: number]

/** Luma samples a picture and a second, 1000 bit/s and 1000 bits of buffer. */
const LEVELS: readonly Row[] = [
  [30, 36_864, 552_960, 128, 350],
  [60, 122_880, 3_686_400, 1_500, 1_500],
  [63, 245_760, 7_372_800, 3_000, 3_000],
  [90, 552_960, 16_588_800, 6_000, 6_000],
  [93, 983_040, 33_177_600, 10_000, 10_000],
  [120, 2_228_224, 66_846_720, 12_000, 12_000],
  [123, 2_228_224, 133_693_440, 20_000, 20_000],
  [150, 8_912_896, 267_386_880, 25_000, 25_000],
  [153, 8_912_896, 534_773_760, 40_000, 40_000],
  [156, 8_912_896, 1_069_547_520, 60_000, 60_000],
  [180, 35_651_584, 1_069_547_520, 60_000, 60_000],
  [183, 35_651_584, 2_139_095_040, 120_000, 120_000],
  [186, 35_651_584, 4_278_190_080, 240_000, 240_000],
]

/** The lowest level that holds for a rung's size, rate and ceiling (H.265 §A.4.1): stated, as h264Level is. The last where none holds. */
export function hevcLevel({ width, height, frameRate, maxRateKbps }: Rung): HevcLevel {
  const samples = toEight(width) * toEight(height)
  const holds = ([, picture, second, kbps, buffer]: Row) =>
    samples <= picture &&
    Math.max(width, height) <= Math.sqrt(8 * picture) &&
    samples * toNumber(frameRate) <= second &&
    maxRateKbps <= kbps &&
    2 * maxRateKbps <= buffer
  const idc = (LEVELS.find(holds) ?? LEVELS.at(-1) ?? [186])[0]
  return { name: (idc / 30).toFixed(1), idc }
}

/** Pictures are coded in whole blocks of 8, the smallest of them. */
const toEight = (side: number) => 8 * Math.ceil(side / 8)
