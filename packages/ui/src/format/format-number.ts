import { cached } from './intl-cache.ts'

const compact = cached(
  (locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
)
const whole = cached((locale) => new Intl.NumberFormat(locale))
const percent = cached(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
)

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const
const BIT_UNITS = ['bit', 'kilobit', 'megabit', 'gigabit'] as const

/** `2.1M`, `12`, `4.5万`. The exact figure is `formatNumber`. */
export function formatCount(value: number, locale: string): string {
  return compact(locale).format(value)
}

/** Every digit: `2,104,233`. */
export function formatNumber(value: number, locale: string): string {
  return whole(locale).format(value)
}

/** A fraction of 0 to 1 as `42%`; 100% only when all is done. */
export function formatPercent(fraction: number, locale: string): string {
  const bounded = Math.min(1, Math.max(0, fraction))
  return percent(locale).format(bounded < 1 ? Math.min(bounded, 0.99) : 1)
}

/** Decimal units, as a disk is sold (1 GB is 10⁹ bytes): `300 MB`, `1.5 GB`. */
export function formatBytes(bytes: number, locale: string): string {
  const step = stepOf(bytes, BYTE_UNITS.length)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: BYTE_UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: digits(bytes, step),
  }).format(bytes / 1000 ** step)
}

/** Bits a second: `4.2 Mb/s`. */
export function formatBitrate(bitsPerSecond: number, locale: string): string {
  const step = stepOf(bitsPerSecond, BIT_UNITS.length)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: `${BIT_UNITS[step] ?? 'bit'}-per-second`,
    unitDisplay: 'short',
    maximumFractionDigits: digits(bitsPerSecond, step),
  }).format(bitsPerSecond / 1000 ** step)
}

function stepOf(value: number, units: number): number {
  if (value < 1000) return 0
  return Math.min(units - 1, Math.floor(Math.log10(value) / 3))
}

/** One decimal below 10 units, none above: nobody reads 312.7 MB. */
function digits(value: number, step: number): number {
  return step > 0 && value / 1000 ** step < 10 ? 1 : 0
}
