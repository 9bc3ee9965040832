import { describe, expect, it } from 'vitest'
import { failureOf } from './run-end-failure.ts'
import type { RunEnd } from './run-program.ts'

const codeOf = (end: RunEnd) =>
  failureOf({ end, cpuSeconds: 1, peakBytes: 0, log: '' }, (status) =>
    status === null ? 'SOURCE_DAMAGED' : 'ENCODE_FAILED',
  )?.code

describe('failureOf', () => {
  it.each([
    [{ kind: 'exited', code: 0 }, undefined],
    [{ kind: 'exited', code: 1 }, 'ENCODE_FAILED'],
    [{ kind: 'crashed', signal: 6 }, 'SOURCE_DAMAGED'],
    [{ kind: 'timed-out' }, 'ENCODE_TIMEOUT'],
    [{ kind: 'stood-still' }, 'ENCODE_TIMEOUT'],
    [{ kind: 'too-large' }, 'ENCODE_FAILED'],
    [{ kind: 'out-of-memory' }, 'ENCODE_OUT_OF_MEMORY'],
    [{ kind: 'killed', signal: 9 }, 'ENCODE_KILLED'],
  ] as const)('%j is %s', (end, code) => {
    expect(codeOf(end)).toBe(code)
  })
})
