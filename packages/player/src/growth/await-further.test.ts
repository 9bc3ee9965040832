import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { awaitFurther } from './await-further.ts'
import { type Reach, SetGone } from './reach.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Waits beside a film that plays and reaches 12 s, for one that has the lengths of `ends` at one look after the other. */
function waitFor(...ends: (number | Error)[]) {
  const state = { held: 12, waited: 0, unread: 0, looks: 0, outcome: undefined as boolean | undefined }
  const answer = (): Reach => {
    const end = ends[Math.min(state.looks++, ends.length - 1)]
    if (end instanceof Error || end === undefined) throw end ?? new Error('no answer')
    return { end, ended: end === 9, target: 4 }
  }
  const controller = new AbortController()
  const media = new EventTarget()
  const wait = awaitFurther(
    {
      media,
      read: async () => answer(),
      held: () => state.held,
      waits: () => (state.waited += 1),
      unread: () => (state.unread += 1),
    },
    controller.signal,
  )
  void wait.done.then((outcome) => {
    state.outcome = outcome
  })
  return { state, wait, media, abort: () => controller.abort() }
}

describe('awaitFurther', () => {
  it('is done at once where the set holds more, or all', async () => {
    for (const end of [16, 9]) {
      const { state } = waitFor(end)
      await vi.advanceTimersByTimeAsync(0)
      expect(state).toMatchObject({ outcome: true, waited: 0 })
    }
  })

  it('looks a target duration after it grew, half of one after it did not, and is done when there is more', async () => {
    const { state } = waitFor(4, 8, 8, 16)
    await vi.advanceTimersByTimeAsync(3_999)
    expect(state.looks).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(state.looks).toBe(2)
    await vi.advanceTimersByTimeAsync(4_000)
    expect(state.looks).toBe(3)
    await vi.advanceTimersByTimeAsync(2_000)
    expect(state).toMatchObject({ looks: 4, outcome: true, waited: 3 })
  })

  it('as much as there is brings nothing new', async () => {
    const { state } = waitFor(12)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state.outcome).toBeUndefined()
  })

  it('goes on asking for what cannot be read, which is not said to be waited for', async () => {
    const { state } = waitFor(new Error('offline'), new Error('offline'), 16)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(state).toMatchObject({ outcome: true, waited: 0, unread: 2 })
  })

  it('says of what was read once no more that it cannot be', async () => {
    const { state } = waitFor(4, new Error('offline'), 16)
    await vi.advanceTimersByTimeAsync(9_000)
    expect(state).toMatchObject({ looks: 3, outcome: true, unread: 0 })
  })

  it('gives up a set that is gone, after four looks with growing pauses', async () => {
    const { state } = waitFor(new SetGone())
    for (const [looks, ms] of [5_000, 10_000, 20_000].entries()) {
      await vi.advanceTimersByTimeAsync(ms - 1)
      expect(state).toMatchObject({ looks: looks + 1, outcome: undefined })
      await vi.advanceTimersByTimeAsync(1)
    }
    expect(state).toMatchObject({ looks: 4, outcome: false, waited: 0 })
    await vi.advanceTimersByTimeAsync(600_000)
    expect(state.looks).toBe(4)
  })

  it('counts only looks in a row, and no network that is away', async () => {
    const gone = new SetGone()
    const { state } = waitFor(gone, gone, gone, 4, gone, new Error('offline'), gone, gone, 16)
    await vi.advanceTimersByTimeAsync(120_000)
    expect(state).toMatchObject({ looks: 9, outcome: true })
  })

  it('is done at once when what plays has become shorter than that', async () => {
    const { state, wait, media } = waitFor(8)
    await vi.advanceTimersByTimeAsync(100)
    wait.look()
    await vi.advanceTimersByTimeAsync(0)
    expect(state.outcome).toBeUndefined()
    state.held = 5
    media.dispatchEvent(new Event('seeking'))
    await vi.advanceTimersByTimeAsync(0)
    expect(state).toMatchObject({ outcome: true, looks: 1 })
  })

  it('ends without a word when it is given up', async () => {
    const { state, abort } = waitFor(4)
    await vi.advanceTimersByTimeAsync(100)
    abort()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(state).toMatchObject({ outcome: false, looks: 1 })
  })
})
