import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { openRelay, type StoppablePart } from '@marquee/service/testing'

const run = promisify(execFile)

/** A network of its own on this machine: it shares a wire with us, and nothing else. */
export type FarMachine = {
  /** Words to put before a command that is to run there. */
  prefix: readonly string[]
  /** The same URL, as it is reached from there: it listens on our loopback alone. */
  reach(url: string): Promise<string>
  /** Cuts or mends the wire. What is on its way is lost without a word, as when a cable is pulled. */
  setWire(state: 'up' | 'down'): Promise<void>
  close(): Promise<void>
}

/** Whether this machine lets us make networks: it takes root, and iproute2. */
export async function canMakeNetworks(): Promise<boolean> {
  const name = `mq${process.pid}t`
  const made = await run('ip', ['netns', 'add', name]).then(
    () => true,
    () => false,
  )
  if (made) await run('ip', ['netns', 'del', name])
  return made
}

/** @param index 0 to 63, another for each that is open at once */
export async function openFarMachine(index: number): Promise<FarMachine> {
  const name = `mq${process.pid}n${index}`
  const [near, far] = [`mq${index}h${process.pid % 10_000}`, `mq${index}f${process.pid % 10_000}`]
  // Of the block that benchmarks of networks have for themselves (RFC 2544): nobody is there.
  const address = (last: number) => `198.18.213.${index * 4 + last}`
  const inside = ['ip', 'netns', 'exec', name]
  await run('ip', ['netns', 'add', name])
  await run('ip', ['link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', name])
  await run('ip', ['address', 'add', `${address(1)}/30`, 'dev', near])
  await run('ip', ['link', 'set', near, 'up'])
  for (const words of [
    ['address', 'add', `${address(2)}/30`, 'dev', far],
    ['link', 'set', far, 'up'],
    ['link', 'set', 'lo', 'up'],
  ])
    await run('ip', ['-n', name, ...words])
  const relays: StoppablePart[] = []
  return {
    prefix: inside,
    async reach(url) {
      const there = new URL(url)
      const relay = await openRelay(there, address(1))
      relays.push(relay)
      there.hostname = address(1)
      there.port = String(relay.port)
      return there.href.replace(/\/$/, url.endsWith('/') ? '/' : '')
    },
    setWire: async (state) => void (await run('ip', ['link', 'set', near, state])),
    async close() {
      await Promise.all(relays.map((relay) => relay.close()))
      await run('ip', ['netns', 'del', name])
    },
  }
}
