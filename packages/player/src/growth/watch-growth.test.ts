import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchGrowth } from './watch-growth.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const reach = (end: number, ended = false) => ({ end, ended, target: 4 })

const MINUTE = 60_000

/** A set that has just begun, 4 s long; `answer` says whether the film is still there. */
function watching(answer: () => Promise<boolean> = async () => true) {
  const ask = vi.fn(answer)
  const watch = watchGrowth(ask, () => 0.5)
  watch.see(reach(4))
  return { ask, watch }
}

describe('watchGrowth', () => {
  it('asks three to four target durations after a set has last grown', async () => {
    const { ask, watch } = watching()
    await vi.advanceTimersByTimeAsync(10_000)
    watch.see(reach(8))
    await vi.advanceTimersByTimeAsync(13_999)
    watch.see(reach(8))
    expect(ask).toHaveBeenCalledTimes(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(ask).toHaveBeenCalledTimes(1)
  })

  it('asks again while a film that is there does not grow, after twice as long each time up to 4 minutes', async () => {
    const { ask } = watching()
    for (const [asked, after] of [14_000, 28_000, 56_000, 112_000, 224_000, 224_000].entries()) {
      await vi.advanceTimersByTimeAsync(after - 1)
      expect(ask).toHaveBeenCalledTimes(asked)
      await vi.advanceTimersByTimeAsync(1)
      expect(ask).toHaveBeenCalledTimes(asked + 1)
    }
  })

  it('is as quick as at first once it has grown', async () => {
    const { ask, watch } = watching()
    await vi.advanceTimersByTimeAsync(14_000 + 28_000)
    watch.see(reach(8))
    await vi.advanceTimersByTimeAsync(14_000)
    expect(ask).toHaveBeenCalledTimes(3)
    await vi.advanceTimersByTimeAsync(28_000)
    expect(ask).toHaveBeenCalledTimes(4)
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

  it('asks a film that is gone four times, each after twice as long, and then no more', async () => {
    const { ask } = watching(async () => false)
    for (const [asked, after] of [14_000, 28_000, 56_000, 112_000].entries()) {
      await vi.advanceTimersByTimeAsync(after - 1)
      expect(ask).toHaveBeenCalledTimes(asked)
      await vi.advanceTimersByTimeAsync(1)
      expect(ask).toHaveBeenCalledTimes(asked + 1)
    }
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(ask).toHaveBeenCalledTimes(4)
  })

  it('is not told by looks at the same length that the film is back, but by more of it', async () => {
    const { ask, watch } = watching(async () => false)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    watch.see(reach(4))
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(ask).toHaveBeenCalledTimes(4)
    watch.see(reach(8))
    await vi.advanceTimersByTimeAsync(14_000)
    expect(ask).toHaveBeenCalledTimes(5)
  })

  it('keeps its pace where nobody answers, and waits on where it is there after all', async () => {
    const answers = [async () => false, () => Promise.reject(new Error('offline'))]
    const { ask } = watching(() => (answers.shift() ?? (async () => true))())
    await vi.advanceTimersByTimeAsync(14_000 + 28_000 + 28_000 + 56_000)
    expect(ask).toHaveBeenCalledTimes(4)
  })

  it('takes a film for gone by answers in a row alone', async () => {
    const answers = [false, false, false, true, false, false, false]
    const { ask } = watching(async () => answers.shift() ?? true)
    await vi.advanceTimersByTimeAsync(60 * MINUTE)
    expect(ask.mock.calls.length).toBeGreaterThan(8)
  })

  it('heeds no answer that comes when it plays no more', async () => {
    let answer = (_isThere: boolean) => {}
    const { ask, watch } = watching(() => new Promise((resolve) => (answer = resolve)))
    await vi.advanceTimersByTimeAsync(14_000)
    watch.stop()
    answer(true)
    await vi.advanceTimersByTimeAsync(10 * MINUTE)
    expect(ask).toHaveBeenCalledTimes(1)
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
