import { setImmediate as endOfTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { shareReads } from './share-reads.ts'

/** A source whose reads end when they are told to; each answers what was there when it began. */
function createSource() {
  let value = 0
  const ends: (() => void)[] = []
  return {
    write: () => ++value,
    reads: () => ends.length,
    end: (index: number) => ends[index]?.(),
    read: () => {
      const found = value
      return new Promise<number>((resolve) => ends.push(() => resolve(found)))
    },
  }
}

describe('shareReads', () => {
  it('begins at the end of the turn, for all who asked by then', async () => {
    const source = createSource()
    const share = shareReads<number>()
    const together = [share('home', source.read), share('home', source.read)]
    const version = source.write()
    expect(source.reads()).toBe(0)
    await endOfTurn()
    source.end(0)
    expect(await Promise.all(together)).toEqual([version, version])
    expect(source.reads()).toBe(1)
  })

  it('gives all who ask during a read the next one, and nobody what was read before they asked', async () => {
    const source = createSource()
    const share = shareReads<number>()
    const first = share('home', source.read)
    await endOfTurn()
    const version = source.write()
    const others = Array.from({ length: 50 }, () => share('home', source.read))
    await endOfTurn()
    expect(source.reads()).toBe(1)
    source.end(0)
    expect(await first).toBe(0)
    await endOfTurn()
    source.end(1)
    expect(await Promise.all(others)).toEqual(others.map(() => version))
    expect(source.reads()).toBe(2)
  })

  it('keeps keys apart, and begins anew once a read has ended', async () => {
    const source = createSource()
    const share = shareReads<number>()
    const both = [share('a', source.read), share('b', source.read)]
    await endOfTurn()
    expect(source.reads()).toBe(2)
    source.end(0)
    source.end(1)
    await Promise.all(both)
    void share('a', source.read)
    await endOfTurn()
    expect(source.reads()).toBe(3)
  })

  it('lets the next one read where the first has failed', async () => {
    const share = shareReads<number>()
    const failing = share('home', () => Promise.reject(new Error('away')))
    const failed = expect(failing).rejects.toThrow('away')
    await endOfTurn()
    const next = share('home', async () => 1)
    await failed
    expect(await next).toBe(1)
  })
})
