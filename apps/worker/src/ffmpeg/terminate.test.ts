import { once } from 'node:events'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { terminateOn } from './terminate.ts'

/** A group of its own, as programs are run, that waits for good once it has said `ready`. */
async function start(script: string) {
  const child = execa('sh', ['-c', `${script} echo ready; while :; do sleep 1; done`], {
    detached: true,
    reject: false,
    buffer: false,
  })
  await once(child.stdout, 'data')
  const { pid } = child
  return { pid, signal: async () => (await child).signal }
}

const never = new AbortController().signal
const LATER_MS = 60_000

describe('terminateOn', () => {
  it('kills what takes no notice of being asked to end', async () => {
    const program = await start("trap '' TERM;")
    const stop = new AbortController()
    const termination = terminateOn(program.pid, stop.signal, LATER_MS, 50)
    stop.abort()
    expect(await program.signal()).toBe('SIGKILL')
    expect(termination.cause()).toBe('signal')
    termination.dispose()
  })

  it('only asks what ends by itself', async () => {
    const program = await start('')
    const termination = terminateOn(program.pid, never, 0, LATER_MS)
    expect(await program.signal()).toBe('SIGTERM')
    expect(termination.cause()).toBe('clock')
    termination.dispose()
  })

  it('keeps the first cause', async () => {
    const program = await start('')
    const stop = new AbortController()
    const termination = terminateOn(program.pid, stop.signal, LATER_MS, LATER_MS)
    expect(termination.cause()).toBeNull()
    termination.end('standstill')
    stop.abort()
    expect(await program.signal()).toBe('SIGTERM')
    expect(termination.cause()).toBe('standstill')
    termination.dispose()
  })
})
