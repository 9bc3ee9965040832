import { describe, expect, it } from 'vitest'
import { formatDuration, formatDurationLong } from './format-duration.ts'
import { formatBitrate, formatBytes, formatCount, formatPercent } from './format-number.ts'
import { formatRelativeTime } from './format-time.ts'

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [7_400, '0:07'],
    [62_000, '1:02'],
    [3_723_000, '1:02:03'],
    [-5, '0:00'],
  ])('shows %i ms as %s', (ms, clock) => {
    expect(formatDuration(ms, 'en')).toBe(clock)
  })

  it('uses the digits of the locale', () => {
    expect(formatDuration(62_000, 'ar-EG')).toBe('١:٠٢')
  })
})

describe('formatDurationLong', () => {
  it('says only the parts that are there', () => {
    expect(formatDurationLong(3_603_000, 'en')).toBe('1 hour, 3 seconds')
    expect(formatDurationLong(0, 'en')).toBe('0 seconds')
    expect(formatDurationLong(120_000, 'de')).toBe('2 Minuten')
  })
})

describe('formatRelativeTime', () => {
  const now = '2026-11-21T12:00:00Z'
  it.each([
    ['2026-11-21T11:59:30Z', 'now'],
    ['2026-11-21T11:58:00Z', '2 minutes ago'],
    ['2026-11-20T11:00:00Z', 'yesterday'],
    ['2026-11-18T11:00:00Z', '3 days ago'],
    ['2024-11-18T11:00:00Z', '2 years ago'],
    ['2026-11-21T14:00:00Z', 'in 2 hours'],
  ])('says %s as %s', (at, said) => {
    expect(formatRelativeTime(at, now, 'en')).toBe(said)
  })

  it('speaks Korean', () => {
    expect(formatRelativeTime('2026-11-18T11:00:00Z', now, 'ko')).toBe('3일 전')
  })
})

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1_500_000_000, '1.5 GB'],
    [312_700_000, '313 MB'],
  ])('shows %i as %s', (bytes, said) => {
    expect(formatBytes(bytes, 'en')).toBe(said)
  })
})

describe('formatBitrate', () => {
  it('keeps one decimal below ten', () => {
    expect(formatBitrate(4_230_000, 'en')).toBe('4.2 Mb/s')
    expect(formatBitrate(640_000, 'en')).toBe('640 kb/s')
  })
})

describe('formatCount and formatPercent', () => {
  it('humanizes', () => {
    expect(formatCount(2_104_233, 'en')).toBe('2.1M')
    expect(formatCount(45_000, 'ja')).toBe('4.5万')
  })
  it('says 100% only when all is done', () => {
    expect(formatPercent(0.999, 'en')).toBe('99%')
    expect(formatPercent(1, 'en')).toBe('100%')
  })
})
