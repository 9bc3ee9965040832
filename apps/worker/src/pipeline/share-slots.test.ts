import { describe, expect, it } from 'vitest'
import type { JobOutcome } from './consume-queue.ts'
import { shareSlots } from './share-slots.ts'

function open(slots: number) {
  const log: string[] = []
  const others = {
    pause: async () => void log.push('pause'),
    resume: () => void log.push('resume'),
  }
  const held: (() => void)[] = []
  const task = (name: string) => async (): Promise<JobOutcome> => {
    log.push(name)
    await new Promise<void>((resolve) => held.push(resolve))
    return 'done'
  }
  return { log, held, task, gate: shareSlots(slots, others) }
}

/** Until everything that can go on has. */
const settle = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('shareSlots', () => {
  it('gives back what others can do, and keeps what is meant for this worker until a slot is free', async () => {
    const { log, held, task, gate } = open(1)
    const shared = gate.share(task('shared'))
    const own = gate.reserve(task('own'))
    await settle()
    expect(await gate.share(task('late'))).toBe('given-back')
    expect(log).toEqual(['shared', 'pause'])
    held[0]?.()
    expect(await shared).toBe('done')
    await settle()
    expect(await gate.share(task('late'))).toBe('given-back')
    held[1]?.()
    expect(await own).toBe('done')
    expect(log).toEqual(['shared', 'pause', 'own', 'resume'])
    const next = gate.share(task('next'))
    held[2]?.()
    expect(await next).toBe('done')
  })

  it('takes what others can do into the slots that tasks of its own leave', async () => {
    const { log, held, task, gate } = open(2)
    const first = gate.reserve(task('own 1'))
    await settle()
    const shared = gate.share(task('shared'))
    await settle()
    expect(log).toEqual(['own 1', 'pause', 'shared'])
    const second = gate.reserve(task('own 2'))
    held[1]?.()
    expect(await shared).toBe('done')
    await settle()
    expect(log).toEqual(['own 1', 'pause', 'shared', 'own 2'])
    held[0]?.()
    expect(await first).toBe('done')
    const late = gate.share(task('late'))
    await settle()
    expect(log.slice(4)).toEqual(['resume', 'pause', 'late'])
    for (const finish of held) finish()
    expect(await Promise.all([second, late])).toEqual(['done', 'done'])
    expect(log.slice(7)).toEqual(['resume'])
  })

  it('frees the slot of a task that breaks', async () => {
    const { gate, log } = open(1)
    const broken = () => Promise.reject(new Error('broke'))
    await expect(gate.reserve(broken)).rejects.toThrow('broke')
    await expect(gate.share(broken)).rejects.toThrow('broke')
    expect(await gate.share(async () => 'done')).toBe('done')
    expect(log).toEqual(['pause', 'resume'])
  })
})
