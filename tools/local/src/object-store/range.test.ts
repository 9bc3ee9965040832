import { describe, expect, it } from 'vitest'
import { readRange } from './range.ts'

describe('readRange', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=2-', { start: 2, end: 9 }],
    ['bytes=2-99', { start: 2, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-99', { start: 0, end: 9 }],
  ])('understands %s', (header, span) => expect(readRange(header, 10)).toEqual(span))

  it.each([undefined, 'bytes=', 'bytes=-', 'bytes=5-2', 'bytes=a-b', 'items=0-1', 'bytes=0-1,3-4'])(
    'answers the whole object to %s',
    (header) => expect(readRange(header, 10)).toBeUndefined(),
  )

  it.each([
    ['bytes=10-', 10],
    ['bytes=10-12', 10],
    ['bytes=-0', 10],
    ['bytes=0-', 0],
    ['bytes=-1', 0],
  ])('cannot satisfy %s of %i bytes', (header, size) => {
    expect(() => readRange(header, size)).toThrow(
      expect.objectContaining({ code: 'InvalidRange', headers: { 'content-range': `bytes */${size}` } }),
    )
  })
})
