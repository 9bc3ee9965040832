import { SOURCE_LIMITS } from '../source/limits.ts'
import { type Conditions, MARKS, type Mark, type Measure, type Traits, traitOf } from './conditions.ts'

/** Conditions of all cases together: strangers send definitions too. What is shipped has a dozen. */
const MOST_ANSWERS = 300_000

/** Of any source and channel for which the first holds, the second is so. */
const FOLLOWS: readonly (readonly [Mark, Mark, boolean])[] = [
  ['surround', 'sound', true],
  ['remuxable', 'watermark', false],
  ['remuxable', 'hdr', false],
  ['remuxable', 'interlaced', false],
]

/** Inspection measures in whole milliseconds and whole pixels: there is nothing between two of them. */
const MEASURES = {
  seconds: { inOne: 1000, most: SOURCE_LIMITS.durationMs / 1000 },
  shortSide: { inOne: 1, most: SOURCE_LIMITS.side },
} as const

const ANY: Traits = {
  ...{ remuxable: false, watermark: false, downloads: false, sound: false, surround: false },
  ...{ captions: false, hdr: false, interlaced: false, seconds: 60, shortSide: 1080 },
}

/** A source as far as some conditions can tell it from others. */
export interface SampleCase {
  readonly traits: Traits
  /** What the conditions speak of: the rest is as it happens to be. */
  readonly told: readonly (keyof Traits)[]
}

/**
 * A source for each answer that the conditions can give together: what is so of all of these is so of every source. Null where
 * they are too many.
 */
export function sampleCases(conditions: readonly Conditions[]): readonly SampleCase[] | null {
  const named = conditions.flatMap((one) => Object.entries(one))
  const isTold = (trait: keyof Traits) => named.some(([name]) => traitOf(name) === trait)
  const marks = MARKS.filter(isTold)
  const around = (measure: Measure) =>
    pointsAround(
      measure,
      named.filter(([name]) => traitOf(name) === measure).map(([, value]) => Number(value)),
    )
  const [seconds, sides] = [around('seconds'), around('shortSide')]
  if (2 ** marks.length * seconds.length * sides.length * named.length > MOST_ANSWERS) return null
  const told = [...marks, ...(['seconds', 'shortSide'] as const).filter(isTold)]
  return markedIn(marks)
    .filter((traits) => isPossible(traits, marks))
    .flatMap((traits) => seconds.map((seconds) => ({ ...traits, seconds })))
    .flatMap((traits) => sides.map((shortSide) => ({ traits: { ...traits, shortSide }, told })))
}

/** In words: `sound: false, seconds: 19.999`. */
export function describeCase({ traits, told }: SampleCase): string {
  return told.map((trait) => `${trait}: ${traits[trait]}`).join(', ')
}

/** With each of these marks and without, in every combination. */
function markedIn(marks: readonly Mark[]): readonly Traits[] {
  return marks.reduce<readonly Traits[]>(
    (all, mark) => all.flatMap((traits) => [traits, { ...traits, [mark]: true }]),
    [ANY],
  )
}

function isPossible(traits: Traits, marks: readonly Mark[]): boolean {
  return FOLLOWS.every(
    ([mark, other, value]) => !traits[mark] || !marks.includes(other) || traits[other] === value,
  )
}

/** One at each bound, and the next below and above it, as far as there can be such a source; any where there is no bound. */
function pointsAround(measure: Measure, bounds: readonly number[]): readonly number[] {
  const { inOne, most } = MEASURES[measure]
  const counts = bounds.flatMap((bound) => {
    const [below, above] = [Math.floor(bound * inOne), Math.ceil(bound * inOne)]
    // What is whole may not be once it is multiplied: 32.3 s are 32,299.999… ms.
    return [below - 1, below, above, above + 1]
  })
  const points = [...new Set(counts)]
    .map((count) => count / inOne)
    .filter((point) => point > 0 && point <= most)
  return points.length > 0 ? points : [ANY[measure]]
}
