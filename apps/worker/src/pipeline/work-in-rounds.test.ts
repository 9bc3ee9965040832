import { once } from 'node:events'
import { createLogger } from '@marquee/service'
import { describe, expect, it, vi } from 'vitest'
import { workInRounds } from './work-in-rounds.ts'

const logger = createLogger('worker', { level: 'silent' })

/** Work on the numbers 1 to `count`, two a round; those in `broken` always fail. */
function numbersOwed(count: number, broken: readonly number[]) {
  const owed = new Set(Array.from({ length: count }, (_, index) => index + 1))
  const tried: number[][] = []
  const round = workInRounds<number>({
    logger,
    batch: 2,
    find: async (after = 0) => [...owed].filter((item) => item > after).slice(0, 2),
    identify: (item) => ({ number: String(item) }),
    perform: async (item) => {
      tried.at(-1)?.push(item)
      if (broken.includes(item)) throw new Error(`${item} is broken`)
      owed.delete(item)
    },
  })
  const go = async () => {
    tried.push([])
    await round()
    return tried.at(-1)
  }
  return { go, owed }
}

describe('workInRounds', () => {
  it('goes on behind an item that fails, and logs which it was', async () => {
    const warn = vi.spyOn(logger, 'warn')
    const { go, owed } = numbersOwed(2, [1])
    await go()
    expect([...owed]).toEqual([1])
    expect(warn).toHaveBeenCalledWith(expect.objectContaining({ number: '1' }), expect.any(String))
  })

  it('lets a whole batch of failures starve nobody, and comes back to them', async () => {
    const { go, owed } = numbersOwed(5, [1, 2])
    expect(await go()).toEqual([1, 2])
    expect(await go()).toEqual([3, 4])
    expect(await go()).toEqual([5])
    expect([...owed]).toEqual([1, 2])
    expect(await go()).toEqual([1, 2])
  })

  it('lets go of an item that hangs when the time of its round is over', async () => {
    const done: number[] = []
    const round = workInRounds<number>({
      logger,
      batch: 2,
      withinMs: 50,
      find: async (after = 0) => [1, 2].filter((item) => item > after),
      identify: (item) => ({ number: String(item) }),
      async perform(item, signal) {
        if (item === 1) await once(signal, 'abort')
        signal.throwIfAborted()
        done.push(item)
      },
    })
    await round()
    await round()
    expect(done).toEqual([2])
  })
})
