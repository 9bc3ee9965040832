import { describe, expect, it } from 'vitest'
import { parseStreamPart, type StreamPart } from './stream-part.ts'

const part: StreamPart = {
  index: 3,
  firstNumber: 9,
  startTicks: 409_600,
  segments: [{ durationTicks: 51_200, bytes: 2_040_218 }],
  last: false,
}

describe('parseStreamPart', () => {
  it('reads what was written, and leaves out what it does not know', () => {
    expect(parseStreamPart(JSON.stringify(part))).toEqual(part)
    expect(parseStreamPart(JSON.stringify({ ...part, segments: [], later: 1 }))).toEqual({
      ...part,
      segments: [],
    })
  })

  it.each([
    ['no JSON', ''],
    ['a number', '7'],
    ['no list of segments', { ...part, segments: {} }],
    ['a segment of no length', { ...part, segments: [{ durationTicks: 0, bytes: 1 }] }],
    ['a segment without bytes', { ...part, segments: [{ durationTicks: 1 }] }],
    ['a negative start', { ...part, startTicks: -1 }],
    ['a number from 0', { ...part, firstNumber: 0 }],
    ['an end that is no answer', { ...part, last: 'no' }],
    ['an index too large to be exact', { ...part, index: 2 ** 53 }],
  ])('refuses %s', (_, value) => {
    expect(parseStreamPart(typeof value === 'string' ? value : JSON.stringify(value))).toBeNull()
  })
})
