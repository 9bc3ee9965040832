import { describe, expect, it } from 'vitest'
import type { Programs, RunOptions } from '../ffmpeg/programs.ts'
import type { RunEnd } from '../ffmpeg/run-program.ts'
import { sampleFacts } from '../pipeline/testing/sample-outputs.ts'
import { encode } from './encode.ts'
import { blameFor, decodingBounds, tryDecoding } from './try-decoding.ts'

describe('tryDecoding', () => {
  it.each<[RunEnd, string | undefined]>([
    [{ kind: 'exited', code: 0 }, undefined],
    [{ kind: 'exited', code: 69 }, 'SOURCE_DAMAGED'],
    [{ kind: 'crashed', signal: 6 }, 'SOURCE_DAMAGED'],
    [{ kind: 'timed-out' }, 'ENCODE_TIMEOUT'],
    [{ kind: 'killed', signal: 9 }, 'ENCODE_KILLED'],
    [{ kind: 'out-of-memory' }, 'ENCODE_OUT_OF_MEMORY'],
  ])('calls nothing damaged but what a decoder could not read: %j', async (end, code) => {
    const asked: (RunOptions | undefined)[] = []
    const programs: Programs = {
      ...{ cpuSeconds: 0, peakBytes: 0 },
      run: async (_program, _args, options) => {
        asked.push(options)
        return { end, cpuSeconds: 0, peakBytes: 0, log: '' }
      },
    }
    const facts = sampleFacts()
    expect((await tryDecoding(programs, 'source', facts))?.code).toBe(code)
    expect(asked).toEqual([decodingBounds(facts.durationMs)])
  })
})

describe('decodingBounds', () => {
  const HOUR = 3600
  const MEGAPIXELS = (3840 * 2160 * 60) / 1e6

  it.each([1, 2, 12])('lets %i hours of 2160p60 be decoded, by what decoding costs', (hours) => {
    const { timeoutMs, limits } = decodingBounds(hours * HOUR * 1000)
    const { perMegapixelDecoded = 0 } = encode.contract.cost
    const needed = hours * HOUR * MEGAPIXELS * perMegapixelDecoded
    expect(needed).toBeGreaterThan(600)
    // On one processor, of which others take as much.
    expect(timeoutMs / 1000).toBeGreaterThan(2 * needed)
    expect(limits.cpuSeconds).toBeGreaterThan(2 * needed)
  })
})

describe('blameFor', () => {
  const failed = (code: 'ENCODE_FAILED' | 'SOURCE_DAMAGED') => ({ code, detail: 'the encode' })
  const damaged = { code: 'SOURCE_DAMAGED', detail: 'the trial' } as const
  const unknown = { code: 'ENCODE_TIMEOUT', detail: 'the trial' } as const

  it('finds damage where the film cannot be decoded', () => {
    expect(blameFor(failed('ENCODE_FAILED'), damaged)).toEqual(failed('SOURCE_DAMAGED'))
    expect(blameFor(failed('SOURCE_DAMAGED'), damaged)).toEqual(failed('SOURCE_DAMAGED'))
  })

  it('is ours where nobody knows', () => {
    expect(blameFor(failed('ENCODE_FAILED'), unknown)).toEqual(failed('ENCODE_FAILED'))
    expect(blameFor(failed('SOURCE_DAMAGED'), unknown)).toEqual(unknown)
  })
})
