import { describe, expect, it } from 'vitest'
import type { ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import type { RunEnd, RunResult } from '../ffmpeg/run-program.ts'
import { blameFor, throwWithBlame } from './throw-with-blame.ts'

const runOf = (end: RunEnd): RunResult => ({ end, cpuSeconds: 0, peakBytes: 0, log: '' })

describe('throwWithBlame', () => {
  const failed = (code: ProgramFailure['code']) => ({ code, detail: 'the trial' })

  it.each<[RunEnd, ProgramFailure | null, string]>([
    [{ kind: 'exited', code: 1 }, null, 'ENCODE_FAILED'],
    [{ kind: 'exited', code: 69 }, null, 'ENCODE_FAILED'],
    [{ kind: 'crashed', signal: 11 }, null, 'ENCODE_FAILED'],
    [{ kind: 'exited', code: 1 }, failed('ENCODE_KILLED'), 'ENCODE_FAILED'],
    [{ kind: 'exited', code: 1 }, failed('SOURCE_DAMAGED'), 'SOURCE_DAMAGED'],
    [{ kind: 'crashed', signal: 11 }, failed('SOURCE_TRUNCATED'), 'SOURCE_TRUNCATED'],
    [{ kind: 'out-of-memory' }, failed('SOURCE_DAMAGED'), 'ENCODE_OUT_OF_MEMORY'],
  ])('blames the source for nothing that was not seen of it: %j and %j', async (end, trial, code) => {
    await expect(throwWithBlame(runOf(end), async () => trial)).rejects.toMatchObject({ code })
  })

  it('looks no second time at what went well', async () => {
    const look = () => expect.fail('looked')
    await throwWithBlame(runOf({ kind: 'exited', code: 0 }), look)
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
