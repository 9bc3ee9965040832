import type { Rung } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'

type Row = readonly [
  level: number,
  samples: number,
  width: number,
  height: number,
  second: number,
  kbps: number,
]

/** Ten times the level; luma samples a picture, its sides, luma samples shown a second, 1000 bit/s (AV1 §A.3, Main tier). */
const LEVELS: readonly Row[] = [
  [20, 147_456, 2_048, 1_152, 4_423_680, 1_500],
  [21, 278_784, 2_816, 1_584, 8_363_520, 3_000],
  [30, 665_856, 4_352, 2_448, 19_975_680, 6_000],
  [31, 1_065_024, 5_504, 3_096, 31_950_720, 10_000],
  [40, 2_359_296, 6_144, 3_456, 70_778_880, 12_000],
  [41, 2_359_296, 6_144, 3_456, 141_557_760, 20_000],
  [50, 8_912_896, 8_192, 4_352, 267_386_880, 30_000],
  [51, 8_912_896, 8_192, 4_352, 534_773_760, 40_000],
  [52, 8_912_896, 8_192, 4_352, 1_069_547_520, 60_000],
  [60, 35_651_584, 16_384, 8_704, 1_069_547_520, 60_000],
  [61, 35_651_584, 16_384, 8_704, 2_139_095_040, 100_000],
  [62, 35_651_584, 16_384, 8_704, 4_278_190_080, 160_000],
]

/** The lowest level that holds for a rung's size, rate and ceiling, ten times: 31. The last where none holds. */
export function av1Level({ width, height, frameRate, maxRateKbps }: Rung): number {
  const samples = width * height
  const holds = ([, picture, mostWidth, mostHeight, second, kbps]: Row) =>
    samples <= picture &&
    width <= mostWidth &&
    height <= mostHeight &&
    samples * toNumber(frameRate) <= second &&
    maxRateKbps <= kbps
  return (LEVELS.find(holds) ?? LEVELS.at(-1) ?? [62])[0]
}

/** seq_level_idx (AV1 §6.4.1): counted from 2.0, four a whole level. */
export function av1LevelIndex(level: number): number {
  return (Math.floor(level / 10) - 2) * 4 + (level % 10)
}
