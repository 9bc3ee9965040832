import { cached } from './intl-cache.ts'

const SECOND = 1_000
const plain = cached((locale) => new Intl.NumberFormat(locale, { useGrouping: false }))
const padded = cached(
  (locale) => new Intl.NumberFormat(locale, { useGrouping: false, minimumIntegerDigits: 2 }),
)
const lists = cached((locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'long' }))

type Part = { hours: number; minutes: number; seconds: number }

function split(ms: number): Part {
  const total = Math.max(0, Math.floor(ms / SECOND))
  return { hours: Math.floor(total / 3600), minutes: Math.floor((total % 3600) / 60), seconds: total % 60 }
}

/** A clock as on a thumbnail: `0:07`, `12:34`, `1:02:03`, in the locale's digits. Takes milliseconds. */
export function formatDuration(ms: number, locale: string): string {
  const { hours, minutes, seconds } = split(ms)
  const tail = padded(locale).format(seconds)
  if (hours === 0) return `${plain(locale).format(minutes)}:${tail}`
  return `${plain(locale).format(hours)}:${padded(locale).format(minutes)}:${tail}`
}

/** The same length in words, for screen readers and for time left: `1 hour, 2 minutes, 3 seconds`. */
export function formatDurationLong(ms: number, locale: string): string {
  const { hours, minutes, seconds } = split(ms)
  const said = [
    hours > 0 ? inUnit(hours, 'hour', locale) : undefined,
    minutes > 0 ? inUnit(minutes, 'minute', locale) : undefined,
    seconds > 0 || hours + minutes === 0 ? inUnit(seconds, 'second', locale) : undefined,
  ].filter((part) => part !== undefined)
  return lists(locale).format(said)
}

function inUnit(value: number, unit: 'hour' | 'minute' | 'second', locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
