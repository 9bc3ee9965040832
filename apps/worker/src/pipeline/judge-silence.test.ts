import type { SilentTask } from '@marquee/domain/pipeline'
import { describe, expect, it } from 'vitest'
import { createSilenceJudge } from './judge-silence.ts'
import { LOOK_MS, SILENT_MS } from './watch-claims.ts'

const silent = (more: Partial<SilentTask> = {}): SilentTask => ({
  videoId: 2n,
  runId: 1n,
  name: 'encode',
  resource: 'encode',
  priority: 1,
  queuedAt: new Date(0),
  traceparent: null,
  attempt: 1,
  beatAt: new Date(0),
  taken: 0,
  ...more,
})

describe('createSilenceJudge', () => {
  it.each([0, 1, 250, 499, 500])(
    'calls a worker dead within 5 s of its last beat, first look %i ms after it',
    (offset) => {
      const { judge } = createSilenceJudge()
      let now = offset
      const look = () => judge(now >= SILENT_MS ? [silent()] : [], now)
      while (look().length === 0) now += LOOK_MS
      expect(now).toBeGreaterThan(3_000)
      expect(now).toBeLessThanOrEqual(5_000 - LOOK_MS)
    },
  )

  it('takes nothing from a worker that beats again, late as it may be', () => {
    const { judge } = createSilenceJudge()
    for (let now = 0; now < 60_000; now += LOOK_MS) {
      const beatAt = new Date(Math.floor(now / 1_500) * 1_500)
      expect(judge([silent({ beatAt })], now)).toEqual([])
    }
  })

  it('takes nothing right after a time in which it could not look', () => {
    const failed = createSilenceJudge()
    failed.judge([silent()], 0)
    failed.forget()
    expect(failed.judge([silent()], 1_500)).toEqual([])

    const suspended = createSilenceJudge()
    suspended.judge([silent()], 0)
    expect(suspended.judge([silent()], 60_000)).toEqual([])
    expect(suspended.judge([silent()], 60_500)).toEqual([])
  })
})
