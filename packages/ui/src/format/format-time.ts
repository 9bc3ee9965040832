import { cached } from './intl-cache.ts'

const relative = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const exact = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short' }))
const day = cached((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }))

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** From which age on (seconds) a unit is used, and its length. */
const UNITS = [
  { from: 365 * DAY, length: 365 * DAY, unit: 'year' },
  { from: 30 * DAY, length: 30 * DAY, unit: 'month' },
  { from: 7 * DAY, length: 7 * DAY, unit: 'week' },
  { from: DAY, length: DAY, unit: 'day' },
  { from: HOUR, length: HOUR, unit: 'hour' },
  { from: MINUTE, length: MINUTE, unit: 'minute' },
] as const

type Instant = string | number | Date

/** «3 days ago», «yesterday», «in 2 hours»; under a minute it is «now». `at` and `now` are instants. */
export function formatRelativeTime(at: Instant, now: Instant, locale: string): string {
  const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1_000
  const found = UNITS.find((candidate) => Math.abs(seconds) >= candidate.from)
  if (!found) return relative(locale).format(0, 'second')
  return relative(locale).format(Math.trunc(seconds / found.length), found.unit)
}

/** The exact instant in the reader's words, for titles and screen readers. */
export function formatDateTime(at: Instant, locale: string): string {
  return exact(locale).format(new Date(at))
}

/** The day alone: `21 Nov 2026`. */
export function formatDate(at: Instant, locale: string): string {
  return day(locale).format(new Date(at))
}
