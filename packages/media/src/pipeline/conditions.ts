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

interface Condition {
  /** What may stand behind the name, in words. */
  readonly takes: 'true or false' | 'a number'
  holds(facts: SourceFacts, value: OptionValue, asked: Asked): boolean
}

const yesOrNo = (is: (facts: SourceFacts, asked: Asked) => boolean): Condition => ({
  takes: 'true or false',
  holds: (facts, wanted, asked) => is(facts, asked) === wanted,
})

const number = (holds: (facts: SourceFacts, value: number) => boolean): Condition => ({
  takes: 'a number',
  holds: (facts, value) => holds(facts, Number(value)),
})

const shortSide = ({ video }: SourceFacts) => Math.min(video.display.width, video.display.height)

/** Everything that a definition may ask of a source. */
const CONDITIONS: Readonly<Record<string, Condition>> = {
  // As it is, it lacks what is asked for.
  remuxable: yesOrNo((facts, asked) => isRemuxable(facts) && !asked.watermark),
  watermark: yesOrNo((_, asked) => asked.watermark),
  downloads: yesOrNo((_, asked) => asked.downloads),
  sound: yesOrNo(({ audio }) => audio !== null),
  surround: yesOrNo(({ audio }) => (audio?.channels ?? 0) > 2),
  captions: yesOrNo(({ captions }) => captions.length > 0),
  hdr: yesOrNo(({ video }) => video.colour.hdr),
  interlaced: yesOrNo(({ video }) => video.fieldOrder === 'interlaced'),
  minSeconds: number(({ durationMs }, seconds) => durationMs >= seconds * 1000),
  maxSeconds: number(({ durationMs }, seconds) => durationMs <= seconds * 1000),
  minShortSide: number((facts, pixels) => shortSide(facts) >= pixels),
  maxShortSide: number((facts, pixels) => shortSide(facts) <= pixels),
}

/** What is wrong with a condition, in words; null where nothing is. */
export function checkCondition(name: string, value: OptionValue): string | null {
  const condition = Object.hasOwn(CONDITIONS, name) ? CONDITIONS[name] : undefined
  if (!condition) return `«${name}» is no condition. Known: ${Object.keys(CONDITIONS).join(', ')}.`
  const isRight = typeof value === (condition.takes === 'a number' ? 'number' : 'boolean')
  return isRight ? null : `«${name}» takes ${condition.takes}, not ${JSON.stringify(value)}.`
}

/** Whether all of them hold for a source; an unknown one never does. */
export function conditionsHold(conditions: Conditions, facts: SourceFacts, asked: Asked): boolean {
  return Object.entries(conditions).every(
    ([name, value]) => CONDITIONS[name]?.holds(facts, value, asked) ?? false,
  )
}
