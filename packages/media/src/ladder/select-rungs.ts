import type { PictureSize, Rational, SourceFacts, VideoFacts } from '../source/source-facts.ts'
import { isSmooth, ladderFrameRate, rungFrameRate } from './frame-rate.ts'
import {
  LADDERS,
  type LadderStep,
  MEZZANINE,
  type PictureCodec,
  SMALLEST_SIDE,
  USUAL_CODEC,
} from './ladder.ts'
import { ceilingAfter } from './source-ceiling.ts'

/** One rendition to encode: a step of a codec's ladder fitted to a source. Pixels are square, sides even. */
export interface Rung {
  /** `1080p`, after the shorter side, `av11080p` in another codec than H.264; unique in a stream and safe as a folder name. */
  readonly name: string
  readonly codec: PictureCodec
  readonly width: number
  readonly height: number
  /** Frames a second; of a variable rate, on average. */
  readonly frameRate: Rational
  readonly crf: number
  readonly maxRateKbps: number
  readonly profile: 'main' | 'high'
}

/** Which part of which ladder. */
export interface LadderPart {
  readonly codec?: PictureCodec | undefined
  /** Pixels of the shorter side of the largest rung, at most. */
  readonly maxShortSide?: number | undefined
  /** How many rungs at most: the highest of those that are left. */
  readonly rungs?: number | undefined
  /** Above all of them, in H.264: the film at its own size and rate, nearly without loss. */
  readonly mezzanine?: boolean | undefined
}

/**
 * Rungs for a source, highest first: never larger than it by more than rounding. At least one of H.264; none of a codec
 * whose encoder takes no picture that small.
 */
export function selectRungs(
  { video }: Pick<SourceFacts, 'video'>,
  { codec = USUAL_CODEC, maxShortSide, rungs, mezzanine = false }: LadderPart = {},
): readonly Rung[] {
  const shortSide = Math.min(video.display.width, video.display.height)
  const usual = fittingSteps(shortSide, lowerPart(LADDERS[codec], maxShortSide))
    .slice(0, rungs)
    .map((step) => fitRung(step, codec, video))
    .filter(({ width, height }) => Math.min(width, height) >= SMALLEST_SIDE[codec])
    .map((rung) => ({ ...rung, maxRateKbps: ceilingAfter(video, rung) }))
  if (!mezzanine || codec !== MEZZANINE.codec) return usual
  const whole = mezzanineOf(video, shortSide)
  return [whole, ...usual.filter(({ width }) => width < whole.width)]
}

function mezzanineOf(video: VideoFacts, ownSide: number): Rung {
  const shortSide = Math.min(ownSide, MEZZANINE.maxShortSide)
  const ladder = LADDERS[MEZZANINE.codec]
  const step = ladder.findLast((one) => one.shortSide >= shortSide) ?? ladder[0]
  if (!step) throw new Error('A ladder has at least one step')
  const maxRateKbps = step.maxRateKbps * MEZZANINE.maxRateFactor
  const rung = { ...step, shortSide, crf: MEZZANINE.crf, maxRateKbps, profile: 'high' as const }
  return fitRung(rung, MEZZANINE.codec, video, ladderFrameRate(video))
}

/** The steps that are small enough; the lowest where none is. */
function lowerPart(
  ladder: readonly LadderStep[],
  maxShortSide = Number.POSITIVE_INFINITY,
): readonly LadderStep[] {
  const small = ladder.filter((step) => step.shortSide <= maxShortSide)
  return small.length > 0 ? small : ladder.slice(-1)
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

function fitRung(
  step: LadderStep,
  codec: PictureCodec,
  video: VideoFacts,
  frameRate = rungFrameRate(step.shortSide, video),
): Rung {
  const { width, height }: PictureSize = video.display
  const scale = step.shortSide / Math.min(width, height)
  return {
    name: `${codec === USUAL_CODEC ? '' : codec}${step.shortSide}p`,
    codec,
    width: toEven(width * scale),
    height: toEven(height * scale),
    frameRate,
    crf: step.crf,
    maxRateKbps: Math.round(step.maxRateKbps * (isSmooth(frameRate) ? 1.5 : 1)),
    profile: step.profile,
  }
}

/** 4:2:0 chroma needs even sides. */
function toEven(side: number): number {
  return Math.max(2, 2 * Math.round(side / 2))
}
