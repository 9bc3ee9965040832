import { describe, expect, it } from 'vitest'
import { chooseEncoding, encodedTag } from './choose-encoding.ts'
import { isNotModified, isRangeCurrent } from './evaluate-conditions.ts'
import { placeRanges, readRanges } from './parse-range.ts'

const rangesOf = (header: string | undefined, size: number) => placeRanges(readRanges(header), size)

describe('placeRanges', () => {
  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=10-', 10, 99],
    ['bytes=90-200', 90, 99],
    ['BYTES=-10', 90, 99],
    ['bytes=-1000', 0, 99],
    ['bytes=5-5', 5, 5],
    ['bytes=5-5,100-', 5, 5],
  ])('reads %s', (header, start, end) => {
    expect(rangesOf(header, 100)).toEqual({ kind: 'parts', ranges: [{ start, end }] })
  })

  it('keeps several in the order that was asked for', () => {
    const ranges = [
      { start: 90, end: 99 },
      { start: 0, end: 9 },
    ]
    expect(rangesOf('bytes=-10, 0-9', 100)).toEqual({ kind: 'parts', ranges })
  })

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=100-,200-'])('cannot satisfy %s', (header) => {
    expect(rangesOf(header, 100)).toEqual({ kind: 'unsatisfiable' })
  })

  it('cannot satisfy anything of an empty object', () => {
    expect(rangesOf('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' })
    expect(rangesOf('bytes=-1', 0)).toEqual({ kind: 'unsatisfiable' })
  })

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=9-5',
    'items=0-9',
    'bytes=0-1,',
    'bytes=1e3-',
    'bytes=a-b',
  ])('gives the whole object for %s, which cannot be read', (header) =>
    expect(rangesOf(header, 100)).toEqual({ kind: 'whole' }),
  )

  it.each(['bytes=0-9,5-14', 'bytes=0-,0-,0-', `bytes=${'0-0,'.repeat(8)}1-1`])(
    'gives the whole object for %s, which would be more than that',
    (header) => expect(rangesOf(header, 100)).toEqual({ kind: 'whole' }),
  )
})

const current = { etag: '"abc"', lastModified: new Date('2026-11-21T08:00:00.700Z') }

describe('isNotModified', () => {
  it.each(['"abc"', 'W/"abc"', '"x", "abc"', '*'])('holds for %s', (tag) => {
    expect(isNotModified({ 'if-none-match': tag }, current)).toBe(true)
  })

  it('lets the tag outrank the date', () => {
    const since = { 'if-modified-since': 'Sat, 21 Nov 2026 08:00:00 GMT' }
    expect(isNotModified(since, current)).toBe(true)
    expect(isNotModified({ 'if-modified-since': 'Sat, 21 Nov 2026 07:59:59 GMT' }, current)).toBe(false)
    expect(isNotModified({ ...since, 'if-none-match': '"x"' }, current)).toBe(false)
    expect(isNotModified({ 'if-modified-since': 'yesterday' }, current)).toBe(false)
    expect(isNotModified({}, current)).toBe(false)
  })
})

describe('isRangeCurrent', () => {
  it('wants exactly this version', () => {
    expect(isRangeCurrent({}, current)).toBe(true)
    expect(isRangeCurrent({ 'if-range': '"abc"' }, current)).toBe(true)
    expect(isRangeCurrent({ 'if-range': 'W/"abc"' }, current)).toBe(false)
    expect(isRangeCurrent({ 'if-range': 'Sat, 21 Nov 2026 08:00:00 GMT' }, current)).toBe(true)
    expect(isRangeCurrent({ 'if-range': 'Sat, 21 Nov 2026 08:00:01 GMT' }, current)).toBe(false)
  })
})

describe('chooseEncoding', () => {
  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['br;q=0.5, gzip', 'gzip'],
    ['*', 'br'],
    ['identity', null],
    ['', null],
    [undefined, null],
  ])('of %s takes %s', (header, encoding) => {
    expect(chooseEncoding(header)).toBe(encoding)
  })

  it('gives each encoding a strong tag of its own', () => {
    expect(encodedTag('"abc"', 'br')).toBe('"abc-br"')
    expect(encodedTag('"abc"', null)).toBe('"abc"')
  })
})
