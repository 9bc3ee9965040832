import { describe, expect, it } from 'vitest'
import { chooseEncoding, encodedTag } from './choose-encoding.ts'
import { isNotModified, isRangeCurrent } from './evaluate-conditions.ts'
import { parseRange } from './parse-range.ts'

describe('parseRange', () => {
  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=90-', 90, 99],
    ['bytes=90-1000', 90, 99],
    ['bytes=-10', 90, 99],
    ['bytes=-1000', 0, 99],
    ['Bytes=5-5', 5, 5],
  ])('reads %s', (header, start, end) => {
    expect(parseRange(header, 100)).toEqual({ kind: 'part', range: { start, end } })
  })

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('cannot satisfy %s', (header) => {
    expect(parseRange(header, 100)).toEqual({ kind: 'unsatisfiable' })
  })

  it('cannot satisfy anything of an empty object', () => {
    expect(parseRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' })
    expect(parseRange('bytes=-1', 0)).toEqual({ kind: 'unsatisfiable' })
  })

  it.each([
    undefined,
    '',
    'bytes=',
    'bytes=-',
    'bytes=9-5',
    'items=0-9',
    'bytes=0-1,5-6',
    'bytes=1e3-',
    'bytes=a-b',
  ])('gives the whole object for %s', (header) => expect(parseRange(header, 100)).toEqual({ kind: 'whole' }))
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
