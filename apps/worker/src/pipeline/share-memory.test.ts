import type { ClaimedTask } from '@marquee/domain/pipeline'
import type { TaskResult } from '@marquee/jobs'
import { describe, expect, it } from 'vitest'
import { shareMemory } from './share-memory.ts'

const DONE: TaskResult = { outcome: 'succeeded', artefacts: {}, cpuSeconds: 0 }

/** A worker of 8 GB whose tasks run until they are told to end. */
function open() {
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const perform = shareMemory(8e9, async ({ name }) => {
    begun.push(name)
    await new Promise<void>((resolve) => ends.set(name, resolve))
    return DONE
  })
  const begin = (name: string, memoryMb?: number, signal = new AbortController().signal) =>
    perform(
      { ...TASK, name, demands: memoryMb === undefined ? {} : { memoryMb } },
      { signal, report: () => {} },
    )
  return { begun, begin, end: (name: string) => ends.get(name)?.() }
}

const TASK: ClaimedTask = {
  ...{ runId: 1n, name: 'encode', attempt: 1, type: 'encode', resource: 'encode', options: {}, item: null },
  ...{
    video: { publicId: 'v', originalKey: null },
    inputs: [],
    watermark: null,
    software: false,
    demands: {},
    freesTurn: false,
    losses: 0,
  },
}

/** Until everything that can go on has. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('shareMemory', () => {
  it('runs beside each other what there is memory for, and passes by nobody who waits for more', async () => {
    const { begun, begin, end } = open()
    const all = [begin('a', 6_000), begin('b', 6_000), begin('c', 2_000), begin('free')]
    await settle()
    expect(begun).toEqual(['free', 'a'])
    end('a')
    await settle()
    expect(begun).toEqual(['free', 'a', 'b', 'c'])
    for (const name of ['b', 'c', 'free']) end(name)
    expect(await Promise.all(all)).toEqual([DONE, DONE, DONE, DONE])
  })

  it('lets what demands more than there is run alone', async () => {
    const { begun, begin, end } = open()
    const all = [begin('huge', 9_000), begin('small', 1)]
    await settle()
    expect(begun).toEqual(['huge'])
    end('huge')
    await settle()
    end('small')
    expect(await Promise.all(all)).toEqual([DONE, DONE])
  })

  it('lets those behind one that is told to stop go on', async () => {
    const { begun, begin, end } = open()
    const [waits, none] = [new AbortController(), AbortSignal.abort(new Error('stopped before'))]
    const running = begin('a', 4_000)
    const stopped = begin('b', 6_000, waits.signal)
    const behind = begin('c', 4_000)
    await expect(begin('d', 1, none)).rejects.toThrow('stopped before')
    waits.abort(new Error('stopped'))
    await expect(stopped).rejects.toThrow('stopped')
    await settle()
    expect(begun).toEqual(['a', 'c'])
    for (const name of ['a', 'c']) end(name)
    expect(await Promise.all([running, behind])).toEqual([DONE, DONE])
  })
})
