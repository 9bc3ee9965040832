import { MAX_LADDER_FRAME_RATE } from '../source/limits.ts'
import { rational, toNumber } from '../source/rational.ts'
import type { PictureSize, Rational, SourceFacts } from '../source/source-facts.ts'
import { DEFAULT_LADDER, type LadderStep } from './ladder.ts'

/** One rendition to encode: a step of the ladder fitted to a source. Pixels are square, sides even. */
export interface Rung {
  /** `1080p`, after the shorter side; unique in a ladder and safe as a folder name. */
  readonly name: string
  readonly width: number
  readonly height: number
  readonly crf: number
  readonly maxRateKbps: number
  readonly profile: 'main' | 'high'
}

/** Rungs for a source, highest first: never larger than it by more than rounding, at least one. */
export function selectRungs(
  { video }: Pick<SourceFacts, 'video'>,
  ladder: readonly LadderStep[] = DEFAULT_LADDER,
): readonly Rung[] {
  const shortSide = Math.min(video.display.width, video.display.height)
  const chosen = fittingSteps(shortSide, ladder)
  const rate = toNumber(ladderFrameRate(video))
  return chosen.map((step) => fitRung(step, video.display, rate))
}

/** Share of a step that counts as the step: films cropped to 1040 lines, and 352 for 360, would lose a fourth of their lines or more. */
const NEARLY = 0.9

/** The steps that a source reaches; the one it nearly reaches, or the lowest where it reaches none, at its own size. */
function fittingSteps(shortSide: number, ladder: readonly LadderStep[]): readonly LadderStep[] {
  const reached = ladder.filter((step) => step.shortSide <= shortSide)
  const next = ladder.at(-1 - reached.length)
  if (!next || (reached.length > 0 && shortSide <= NEARLY * next.shortSide)) return reached
  return [{ ...next, shortSide }, ...reached]
}

function fitRung(step: LadderStep, display: PictureSize, rate: number): Rung {
  const scale = step.shortSide / Math.min(display.width, display.height)
  return {
    name: `${step.shortSide}p`,
    width: toEven(display.width * scale),
    height: toEven(display.height * scale),
    crf: step.crf,
    maxRateKbps: Math.round(step.maxRateKbps * (rate > 31 ? 1.5 : 1)),
    profile: step.profile,
  }
}

/** 4:2:0 chroma needs even sides. */
function toEven(side: number): number {
  return Math.max(2, 2 * Math.round(side / 2))
}

/** The source's own rate up to 60; above, halved until it fits, so that frames drop evenly (120 → 60, 100 → 50). */
export function ladderFrameRate({ frameRate }: { readonly frameRate: Rational }): Rational {
  if (toNumber(frameRate) <= MAX_LADDER_FRAME_RATE) return frameRate
  return ladderFrameRate({ frameRate: rational(frameRate.numerator, frameRate.denominator * 2) })
}
