import { afterEach, describe, expect, it } from 'vitest'
import { createLogger } from '../logging/create-logger.ts'
import { onShutdown, type ShutdownStep } from './on-shutdown.ts'

const logger = createLogger('test', { level: 'silent' })
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const SIGNALS = ['SIGTERM', 'SIGINT'] as const
/** Files share a process: what others listen with is theirs. */
const theirs = new Map(SIGNALS.map((name) => [name, process.listeners(name)]))

afterEach(() => {
  for (const name of SIGNALS)
    for (const listener of process.listeners(name))
      if (!theirs.get(name)?.includes(listener)) process.off(name, listener)
})

function shutdownOf(steps: ShutdownStep[], boundMs = 1_000) {
  const exits: number[] = []
  return { shutDown: onShutdown({ logger, steps, boundMs, exit: (code) => exits.push(code) }), exits }
}

describe('onShutdown', () => {
  it('runs the steps in order, once, on a signal', async () => {
    const order: string[] = []
    const { shutDown, exits } = shutdownOf([
      {
        name: 'stop listening',
        run: async () => {
          await sleep(20)
          order.push('listening')
        },
      },
      { name: 'close the pool', run: () => order.push('pool') },
    ])
    process.emit('SIGTERM')
    process.emit('SIGINT')
    expect(await shutDown('again')).toBe(0)
    expect(order).toEqual(['listening', 'pool'])
    expect(exits).toEqual([0])
  })

  it('goes on after a step that throws, and says so by its exit code', async () => {
    let closed = false
    const { shutDown } = shutdownOf([
      { name: 'breaks', run: () => Promise.reject(new Error('no')) },
      {
        name: 'closes',
        run: () => {
          closed = true
        },
      },
    ])
    expect(await shutDown('test')).toBe(1)
    expect(closed).toBe(true)
  })

  it('tells a step that the bound is near, and exits at the bound', async () => {
    let told = false
    const hang: ShutdownStep = {
      name: 'hangs',
      run: (signal) =>
        new Promise(() => {
          signal.addEventListener('abort', () => {
            told = true
          })
        }),
    }
    const { shutDown, exits } = shutdownOf([hang], 60)
    expect(await shutDown('test')).toBe(1)
    expect(told).toBe(true)
    expect(exits).toEqual([1])
  })
})
