import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { type CutTrack, checkChunk } from './check-chunk.ts'
import { sampleInitialization } from './sample-file.ts'

const SECOND = { index: 1, startMs: 4000, endMs: 12_000, last: false }
const ANNOUNCED = { codec: 'avc1.64001f', timescale: 90_000 }
const SEGMENTS = [
  { number: 2, startTicks: 360_000, durationTicks: 360_000, samples: 100 },
  { number: 3, startTicks: 720_000, durationTicks: 360_000, samples: 100 },
]

function problems(segments: CutTrack['segments'], announced = ANNOUNCED, isVariable = false) {
  const track = { initialization: sampleInitialization(), segments }
  return checkChunk(track, announced, SECOND, sampleFacts({ isVariable }).video)
}

const changed = (change: Partial<(typeof SEGMENTS)[number]>) =>
  SEGMENTS.map((segment, index) => (index === 0 ? { ...segment, ...change } : segment))

describe('checkChunk', () => {
  it('lets pass what fits', () => {
    expect(problems(SEGMENTS)).toEqual([])
  })

  it.each([
    ['no pictures', [], 'it has no pictures'],
    ['one picture less', changed({ samples: 99 }), 'it has 199 pictures, not 200'],
    [
      'a late start',
      changed({ startTicks: 363_600, durationTicks: 356_400 }),
      'it begins at 363600, not at 360000',
    ],
    ['a hole', changed({ durationTicks: 356_400 }), 'its segments do not follow each other'],
    ['another place', changed({ number: 1 }), 'its first segment is 1, not 2'],
  ])('tells of %s', (_, segments, problem) => {
    expect(problems(segments)).toContain(problem)
  })

  it('tells of another codec or clock than was announced', () => {
    expect(problems(SEGMENTS, { codec: 'avc1.640028', timescale: 12_800 })).toEqual([
      'it is avc1.64001f, not avc1.640028',
      'its clock ticks 90000 times, not 12800',
    ])
  })

  it('takes whatever constraints an encoder states, but no other profile', () => {
    expect(problems(SEGMENTS, { codec: 'avc1.640c1f', timescale: 90_000 })).toEqual([])
    expect(problems(SEGMENTS, { codec: 'avc1.4d001f', timescale: 90_000 })).toHaveLength(1)
  })

  it('lets a variable rate begin when its first picture is shown', () => {
    const late = changed({ startTicks: 363_600, durationTicks: 356_400, samples: 7 })
    expect(problems(late, ANNOUNCED, true)).toEqual([])
    const early = changed({ startTicks: 359_999, durationTicks: 360_001 })
    expect(problems(early, ANNOUNCED, true)).toEqual(['it begins at 359999, not at 360000'])
  })
})
