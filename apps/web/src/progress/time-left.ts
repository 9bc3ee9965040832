/** How long something still takes, rounded to what a person can use. */
export type TimeLeft =
  | { unit: 'moment' }
  | { unit: 'second' | 'minute'; count: number }
  | { unit: 'hour'; count: number; minutes: number }

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** Rounds up: a wait that ends early is forgiven, one that ends late is not. Takes milliseconds. */
export function timeLeft(ms: number): TimeLeft {
  if (ms < 5 * SECOND) return { unit: 'moment' }
  if (ms <= 55 * SECOND) return { unit: 'second', count: Math.ceil(ms / (5 * SECOND)) * 5 }
  if (ms <= 59 * MINUTE) return { unit: 'minute', count: Math.ceil(ms / MINUTE) }
  // Above an hour nobody plans by the minute: steps of ten.
  const minutes = Math.ceil(ms / (10 * MINUTE)) * 10
  return { unit: 'hour', count: Math.floor(minutes / 60), minutes: minutes % 60 }
}

/** The same, said by the locale: `25 sec`, `3 min`, `1 hr 20 min`; null for a moment, which has a word of its own. */
export function formatTimeLeft(left: TimeLeft, locale: string): string | null {
  if (left.unit === 'moment') return null
  if (left.unit !== 'hour') return inUnit(left.count, left.unit, locale)
  const parts = [inUnit(left.count, 'hour', locale)]
  if (left.minutes > 0) parts.push(inUnit(left.minutes, 'minute', locale))
  return new Intl.ListFormat(locale, { type: 'unit', style: 'narrow' }).format(parts)
}

function inUnit(value: number, unit: 'hour' | 'minute' | 'second', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value)
}
