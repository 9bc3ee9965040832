import { isRemuxable } from '../remux/judge-remux.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { OptionValue } from './definition.ts'

/** What a task asks of the source, by the names of CONDITIONS: `{ remuxable: false, minSeconds: 20 }`. */
export type Conditions = Readonly<Record<string, OptionValue>>

/** What is asked of a run besides its definition. */
export interface Asked {
  /** Its channel has a watermark: what is published shows it. */
  readonly watermark: boolean
  /** Its channel lets viewers take films with them: files for that are made. */
  readonly downloads: boolean
}

export const NOTHING_ASKED: Asked = { watermark: false, downloads: false }

/** What is so of a source and its channel, or not. */
export const MARKS = [
  'remuxable',
  'watermark',
  'downloads',
  'sound',
  'surround',
  'captions',
  'hdr',
  'interlaced',
] as const
export type Mark = (typeof MARKS)[number]
/** Seconds, and pixels as it is shown. */
export type Measure = 'seconds' | 'shortSide'
/** All that conditions speak of. */
export type Traits = Readonly<Record<Mark, boolean> & Record<Measure, number>>

interface Condition {
  readonly trait: keyof Traits
  /** What may stand behind the name, in words. */
  readonly takes: 'true or false' | 'a number'
  holds(traits: Traits, value: OptionValue): boolean
}

const is = (trait: Mark): Condition => ({
  ...{ trait, takes: 'true or false' },
  holds: (traits, wanted) => traits[trait] === wanted,
})
const atLeast = (trait: Measure): Condition => ({
  ...{ trait, takes: 'a number' },
  holds: (traits, least) => traits[trait] >= Number(least),
})
const atMost = (trait: Measure): Condition => ({
  ...{ trait, takes: 'a number' },
  holds: (traits, most) => traits[trait] <= Number(most),
})

/** Everything that a definition may ask of a source. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  remuxable: is('remuxable'),
  watermark: is('watermark'),
  downloads: is('downloads'),
  sound: is('sound'),
  surround: is('surround'),
  captions: is('captions'),
  hdr: is('hdr'),
  interlaced: is('interlaced'),
  minSeconds: atLeast('seconds'),
  maxSeconds: atMost('seconds'),
  minShortSide: atLeast('shortSide'),
  maxShortSide: atMost('shortSide'),
}

/** What is wrong with a condition, in words; null where nothing is. */
export function checkCondition(name: string, value: OptionValue): string | null {
  const condition = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined
  if (!condition) return `«${name}» is no condition. Known: ${Object.keys(CONDITIONS).join(', ')}.`
  const isRight = typeof value === (condition.takes === 'a number' ? 'number' : 'boolean')
  return isRight ? null : `«${name}» takes ${condition.takes}, not ${JSON.stringify(value)}.`
}

/** What a condition speaks of; undefined of an unknown one. */
export function traitOf(name: string): keyof Traits | undefined {
  return CONDITIONS[name]?.trait
}

/** Whether all of them hold; an unknown one never does. */
export function conditionsHold(conditions: Conditions, traits: Traits): boolean {
  return Object.entries(conditions).every(([name, value]) => CONDITIONS[name]?.holds(traits, value) ?? false)
}

/**
 * As {@link conditionsHold}, of a source of which some marks are assumed; null where it depends on those. That a source may not
 * be watched as it is, is known by the first reason.
 */
export function judgeConditions(
  conditions: Conditions,
  traits: Traits,
  open: ReadonlySet<keyof Traits>,
): boolean | null {
  const isOpen = (name: string) => {
    const trait = traitOf(name)
    return trait !== undefined && open.has(trait) && (trait !== 'remuxable' || traits.remuxable)
  }
  const told = Object.entries(conditions).filter(([name]) => !isOpen(name))
  if (!conditionsHold(Object.fromEntries(told), traits)) return false
  const isAllTold = told.length === Object.keys(conditions).length
  return isAllTold ? true : null
}

/** Each is looked at when it is asked for: facts that an older program recorded may lack others. */
export function traitsOf(facts: SourceFacts, asked: Asked): Traits {
  return {
    ...asked,
    get remuxable() {
      // As it is, it lacks what is asked for.
      return isRemuxable(facts) && !asked.watermark
    },
    get sound() {
      return facts.audio !== null
    },
    get surround() {
      return (facts.audio?.channels ?? 0) > 2
    },
    get captions() {
      return facts.captions.length > 0
    },
    get hdr() {
      return facts.video.colour.hdr
    },
    get interlaced() {
      return facts.video.fieldOrder === 'interlaced'
    },
    get seconds() {
      return facts.durationMs / 1000
    },
    get shortSide() {
      return Math.min(facts.video.display.width, facts.video.display.height)
    },
  }
}
