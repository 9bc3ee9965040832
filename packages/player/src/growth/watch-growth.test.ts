import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchGrowth } from './watch-growth.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const reach = (end: number, ended = false) => ({ end, ended, target: 4 })

/** A set that has just begun, 4 s long. */
function watching() {
  const ask = vi.fn()
  const watch = watchGrowth(ask, () => 0.5)
  watch.see(reach(4))
  return { ask, watch }
}

describe('watchGrowth', () => {
  it('asks three to four target durations after a set has last grown, and again while it does not', async () => {
    const { ask, watch } = watching()
    await vi.advanceTimersByTimeAsync(10_000)
    watch.see(reach(8))
    await vi.advanceTimersByTimeAsync(13_999)
    watch.see(reach(8))
    expect(ask).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(ask).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(14_000)
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('asks nothing of a set that has ended, or plays no more', async () => {
    const ended = watching()
    ended.watch.see(reach(8, true))
    const stopped = watching()
    stopped.watch.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended.ask).not.toHaveBeenCalled()
    expect(stopped.ask).not.toHaveBeenCalled()
  })

  it('watches the next set from where that is', async () => {
    const { ask, watch } = watching()
    watch.see(reach(40))
    watch.stop()
    watch.see(reach(8))
    await vi.advanceTimersByTimeAsync(14_000)
    expect(ask).toHaveBeenCalledTimes(1)
  })
})
