import { MAX_LADDER_FRAME_RATE } from '../source/limits.ts'
import { rational, toNumber } from '../source/rational.ts'
import type { Rational, VideoFacts } from '../source/source-facts.ts'

/** Above it a rate is one of smooth motion (48, 50, 60), which small pictures do without. Frames a second. */
const SMOOTH_ABOVE = 31
/** From here up a rung keeps it. Pixels of the shorter side, less what a cropped picture may lack of them. */
const SMOOTH_FROM = 0.9 * 720

type Rated = Pick<VideoFacts, 'frameRate' | 'isVariable'>

/** A variable rate keeps its timestamps, unless there are too many frames; everything else is put on a grid. */
export function keepsTimestamps({ isVariable, frameRate }: Rated): boolean {
  return isVariable && toNumber(frameRate) <= MAX_LADDER_FRAME_RATE
}

/** The source's own rate up to 60; above, halved until it fits, so that frames drop evenly (120 → 60, 100 → 50). */
export function ladderFrameRate({ frameRate }: Pick<VideoFacts, 'frameRate'>): Rational {
  return toNumber(frameRate) <= MAX_LADDER_FRAME_RATE
    ? frameRate
    : ladderFrameRate({ frameRate: halfOf(frameRate) })
}

/** Whether small rungs of a source show every second frame only. */
export function isHalvedBelow(video: Rated): boolean {
  return !keepsTimestamps(video) && isSmooth(ladderFrameRate(video))
}

export const isSmooth = (rate: Rational): boolean => toNumber(rate) > SMOOTH_ABOVE

/** Frames a second of a rung: the ladder's, or half of it where motion need not be smooth. */
export function rungFrameRate(shortSide: number, video: Rated): Rational {
  const rate = ladderFrameRate(video)
  return isHalvedBelow(video) && shortSide < SMOOTH_FROM ? halfOf(rate) : rate
}

function halfOf({ numerator, denominator }: Rational): Rational {
  return rational(numerator, denominator * 2)
}
