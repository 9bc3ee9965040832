import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import { LONGEST_CHUNK_MS, planChunks } from './plan-chunks.ts'
import type { SeekFacts } from './seek-facts.ts'

const FRAME_MS = 40

/** A film of so many ms with keyframes at these; each is decoded from the last one before. */
function film(durationMs: number, keysMs: readonly number[], rest: Partial<SeekFacts> = {}) {
  const cells = Math.ceil(durationMs / 4000) - 1
  const runUpMs = Array.from({ length: cells }, (_, cell) => {
    const start = (cell + 1) * 4000
    return start - Math.max(0, ...keysMs.filter((key) => key <= start - 300))
  })
  const seeking: SeekFacts = {
    ...{ containerStart: 0, pictureStart: 0, pictureEndMs: durationMs, longestFrameMs: FRAME_MS, runUpMs },
    ...rest,
  }
  return { facts: sampleFacts({}, { durationMs }), seeking }
}

const every = (gopMs: number, durationMs: number) =>
  Array.from({ length: Math.ceil(durationMs / gopMs) }, (_, key) => key * gopMs)

function planOf({ facts, seeking }: { facts: SourceFacts; seeking: SeekFacts }) {
  return planChunks(facts, seeking).map(({ startMs }) => startMs / 1000)
}

describe('planChunks', () => {
  it('has a short first chunk, then longer ones', () => {
    expect(planOf(film(62_301, every(1920, 62_301)))).toEqual([0, 4, 12, 32, 56])
    expect(planOf(film(120_000, every(1000, 120_000)))).toEqual([0, 4, 12, 32, 52, 72, 92, 112])
  })

  it('waits for a keyframe where they are rare', () => {
    expect(planOf(film(120_000, [0, 15_500, 27_500, 47_500, 75_500, 99_500]))).toEqual([
      0, 4, 16, 28, 48, 76, 100,
    ])
  })

  it('has longer chunks where keyframes are rarer still', () => {
    expect(planOf(film(240_000, every(60_000, 240_000)))).toEqual([0, 4, 12, 64, 124, 184])
  })

  it.each([
    ['has a single keyframe', film(240_000, [0])],
    ['is short', film(19_999, every(1000, 19_999))],
    ['shows one picture for longer than a GOP', film(60_000, every(1000, 60_000), { longestFrameMs: 2001 })],
    ['has hardly any pictures to its sound', film(60_000, [0], { pictureEndMs: 8000 })],
  ])('leaves a film whole that %s', (_, short) => {
    expect(planChunks(short.facts, short.seeking)).toEqual([
      { index: 0, startMs: 0, endMs: short.facts.durationMs, last: true },
    ])
  })

  it('leaves a film whole that cannot be sought in', () => {
    const { facts, seeking } = film(60_000, every(1000, 60_000))
    expect(planChunks({ ...facts, container: 'avi' }, seeking)).toHaveLength(1)
    expect(planChunks({ ...facts, container: 'mpegts' }, seeking).length).toBeGreaterThan(1)
  })

  it('covers every film exactly, on the grid, in chunks of bounded length that end in pictures', () => {
    const anyFilm = fc
      .record({
        durationMs: fc.integer({ min: 1, max: 400_000 }),
        missingMs: fc.integer({ min: 0, max: 30_000 }),
        gopMs: fc.integer({ min: 100, max: 60_000 }),
      })
      .map(({ durationMs, missingMs, gopMs }) =>
        film(durationMs, every(gopMs, durationMs), { pictureEndMs: Math.max(0, durationMs - missingMs) }),
      )
    fc.assert(
      fc.property(anyFilm, ({ facts, seeking }) => {
        const chunks = planChunks(facts, seeking)
        expect(chunks.map((chunk) => chunk.index)).toEqual([...chunks.keys()])
        expect(chunks[0]?.startMs).toBe(0)
        expect(chunks.at(-1)?.endMs).toBe(facts.durationMs)
        for (const [index, { startMs, endMs, last }] of chunks.entries()) {
          expect(last).toBe(index + 1 === chunks.length)
          expect(startMs % 4000).toBe(0)
          expect(startMs).toBe(chunks[index - 1]?.endMs ?? 0)
          if (chunks.length === 1) continue
          expect(Math.min(endMs, seeking.pictureEndMs) - startMs).toBeLessThanOrEqual(LONGEST_CHUNK_MS)
          expect(Math.min(endMs, seeking.pictureEndMs) - startMs).toBeGreaterThanOrEqual(4000)
        }
      }),
    )
  })

  it('decodes few seconds in vain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 10_000 }), (gopMs) => {
        const { facts, seeking } = film(600_000, every(gopMs, 600_000))
        const starts = planChunks(facts, seeking).slice(1)
        const inVain = starts.map(({ startMs }) => seeking.runUpMs[startMs / 4000 - 1] ?? 0)
        const share = inVain.reduce((sum, ms) => sum + ms, 0) / facts.durationMs
        expect(share).toBeLessThan(0.26)
      }),
    )
  })
})
