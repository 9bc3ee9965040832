import { newPublicId } from '@marquee/schema/ids'
import { createMemoryStore } from '@marquee/storage'
import { describe, expect, it } from 'vitest'
import type { Programs, RunOptions } from '../ffmpeg/programs.ts'
import type { RunEnd, RunResult } from '../ffmpeg/run-program.ts'
import { patienceFor } from '../ffmpeg/watch-standstill.ts'
import { sampleFacts, sampleOutputs } from '../pipeline/testing/sample-outputs.ts'
import { encode } from './encode.ts'
import type { TaskContext } from './task-context.ts'
import { decodingBounds, tryDecoding, tryHearing } from './try-decoding.ts'

const runOf = (end: RunEnd): RunResult => ({ end, cpuSeconds: 0, peakBytes: 0, log: '' })

describe('a trial', () => {
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
        return runOf(end)
      },
    }
    const facts = sampleFacts()
    const audio = { index: 1, codec: 'aac', profile: 'LC', channels: 2, sampleRate: 48_000 }
    expect((await tryDecoding(programs, 'source', facts))?.code).toBe(code)
    expect((await tryHearing(programs, 'source', { ...facts, audio }))?.code).toBe(code)
    const bounds = { ...decodingBounds(facts.durationMs), patience: patienceFor(facts.durationMs) }
    expect(asked).toEqual([bounds, bounds])
  })
})

describe('an encode of a first chunk that crashes', () => {
  const crashed: RunEnd = { kind: 'crashed', signal: 11 }

  it.each<[string, RunEnd, string]>([
    ['the fault of its film where that crashes a decoder too', crashed, 'SOURCE_DAMAGED'],
    ['ours where all of it can be decoded', { kind: 'exited', code: 0 }, 'ENCODE_FAILED'],
  ])('is %s', async (_, trial, code) => {
    const ends = [crashed, trial]
    const programs: Programs = {
      ...{ cpuSeconds: 0, peakBytes: 0 },
      run: async () => runOf(ends.shift() ?? expect.fail('run a third time')),
    }
    const context: Partial<TaskContext> = {
      ...{ programs, folder: '/', item: 0, threads: undefined, watermark: null },
      source: { store: createMemoryStore(), key: 'source' },
      cache: { fetch: async () => undefined, keep: async () => undefined },
      signal: new AbortController().signal,
    }
    const { inspect, split } = sampleOutputs(1n)
    const stream = { ...split.stream, revision: newPublicId() }
    const made = Object.entries({ ...inspect, ...split, stream })
    const inputs = made.map(([kind, value]) => ({ kind, value }))
    await expect(encode.perform(context as TaskContext, inputs, {})).rejects.toMatchObject({ code })
    expect(ends).toEqual([])
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
