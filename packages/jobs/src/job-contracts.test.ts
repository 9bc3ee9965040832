import { describe, expect, it } from 'vitest'
import { parsePayload } from './job-contracts.ts'
import { MAX_TASK_ATTEMPTS, retryDelayMs } from './retry-policy.ts'
import { taskJobId } from './task-placement.ts'

describe('parsePayload', () => {
  it('takes what its job needs', () => {
    const queuedAt = '2026-03-01T10:00:00.123Z'
    const payload = { runId: '117541509628227584', task: 'encode', queuedAt }
    expect(parsePayload('run-task', payload)).toEqual(payload)
  })

  it('takes a trace along, and drops what is none: no work waits for the sake of a trace', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    expect(parsePayload('dispatch-run', { runId: '1', traceparent })).toEqual({ runId: '1', traceparent })
    expect(parsePayload('dispatch-run', { runId: '1', traceparent: 'x"y' }).traceparent).toBeUndefined()
  })

  it.each([{ runId: 12 }, { runId: '1; DROP TABLE' }, { runId: '-1' }, {}])('refuses %j', (payload) => {
    expect(() => parsePayload('dispatch-run', payload)).toThrow()
  })
})

describe('taskJobId', () => {
  it('names one release, without the colon that the queue reserves', () => {
    const task = { runId: 7n, name: 'publish-early', releasedAt: new Date(1_000) }
    expect(taskJobId(task)).toBe('7.publish-early.1000')
    expect(taskJobId({ ...task, releasedAt: new Date(1_001) })).not.toBe(taskJobId(task))
  })
})

describe('retryDelayMs', () => {
  it('grows, and lets a restart of anything pass before the last attempt', () => {
    const delays = [1, 2, 3].map(retryDelayMs)
    expect(delays).toEqual([1_000, 4_000, 16_000])
    expect(delays).toHaveLength(MAX_TASK_ATTEMPTS - 1)
  })
})
