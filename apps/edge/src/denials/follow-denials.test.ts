import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { DENIALS_CHANNEL, DENIALS_KEY, type Denial, denialMember, toSeconds } from '@marquee/media'
import { createLogger } from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDenialList } from './denial-list.ts'
import { type Following, followDenials } from './follow-denials.ts'

/** Other tests of the same stage have lists of their own. */
const OWN_DATABASE = 11
const logger = createLogger('edge', { level: 'silent' })
const until = new Date(Date.now() + 3_600_000)

describe.skipIf(!process.env.CACHE_REDIS_URL)('followDenials', () => {
  const url = new URL(process.env.CACHE_REDIS_URL ?? 'redis://127.0.0.1')
  url.pathname = `/${OWN_DATABASE}`
  let redis: Redis
  const open: Following[] = []
  const bridges: Bridge[] = []

  beforeEach(async () => {
    redis = new Redis(url.href)
    await redis.del(DENIALS_KEY)
  })
  afterEach(async () => {
    for (const following of open.splice(0)) following.close()
    for (const bridge of bridges.splice(0)) bridge.cut()
    redis.disconnect()
  })

  async function write(denial: Denial): Promise<void> {
    await redis.zadd(DENIALS_KEY, toSeconds(denial.until), denialMember(denial))
  }
  async function follow(through = url.href) {
    const list = createDenialList({ now: () => new Date() })
    const following = followDenials(through, list, logger)
    open.push(following)
    await following.started
    return list
  }

  it('knows at its start what was denied before, page after page', async () => {
    const names = Array.from({ length: 6_000 }, (_, index) => `v${String(index).padStart(10, '0')}`)
    await redis.zadd(
      DENIALS_KEY,
      ...names.flatMap((video) => [toSeconds(until), denialMember({ video, scope: 'all', until })]),
    )
    // A start waits no longer than two seconds: one that stood still for so long says nothing, and another is asked.
    const known = async () => {
      const list = await follow()
      return names.filter((video) => list.refuses(video, 'shared')).length
    }
    await expect.poll(known).toBe(6_000)
  })

  it('hears of news at once, and of their end', async () => {
    const list = await follow()
    // Said until it is heard: a start that stood still may not listen yet.
    const refusedAfter = async (scope: Denial['scope']) => {
      await redis.publish(DENIALS_CHANNEL, denialMember({ video: 'fresh0fresh', scope, until }))
      return list.refuses('fresh0fresh', 'shared')
    }
    await expect.poll(() => refusedAfter('shared')).toBe(true)
    await expect.poll(() => refusedAfter('nothing')).toBe(false)
  })

  it('keeps what it knows while Redis is away, and catches up when it is back', async () => {
    await write({ video: 'before0away', scope: 'all', until })
    const bridge = await openBridge(url)
    bridges.push(bridge)
    const list = await follow(bridge.url)
    await expect.poll(() => list.refuses('before0away', 'shared')).toBe(true)
    bridge.cut()
    await write({ video: 'while00away', scope: 'all', until })
    expect([list.refuses('before0away', 'shared'), list.refuses('while00away', 'shared')]).toEqual([
      true,
      false,
    ])
    await bridge.mend()
    await expect.poll(() => list.refuses('while00away', 'shared'), { timeout: 10_000 }).toBe(true)
  })

  it('gives up a Redis whose machine has vanished for the one that took its address', async () => {
    const bridge = await openBridge(url)
    bridges.push(bridge)
    const following = followDenials(bridge.url, createDenialList({ now: () => new Date() }), logger)
    open.push(following)
    await following.started
    bridge.strand()
    expect(await following.check()).toBe('PONG')
  })

  it('starts without Redis', async () => {
    const bridge = await openBridge(url)
    bridge.cut()
    expect((await follow(bridge.url)).size).toBe(0)
  })
})

interface Bridge {
  readonly url: string
  cut(): void
  /** Who is connected hears nothing more, not even an end; new connections are served. */
  strand(): void
  mend(): Promise<void>
}

/** A way to Redis that can be cut. */
async function openBridge(to: URL): Promise<Bridge> {
  const sockets = new Set<Socket>()
  let server: Server
  const port = await freePort()
  const listen = async () => {
    server = createServer((near) => {
      const far = connect(Number(to.port), to.hostname)
      for (const [from, into] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(from)
        from.on('error', () => into.destroy())
        from.on('close', () => into.destroy())
        from.pipe(into)
      }
    })
    await once(server.listen(port, '127.0.0.1'), 'listening')
  }
  await listen()
  const through = new URL(to.href)
  through.host = `127.0.0.1:${port}`
  return {
    url: through.href,
    cut() {
      server.close()
      for (const socket of sockets) socket.destroy()
      sockets.clear()
    },
    strand() {
      for (const socket of sockets) socket.unpipe().pause()
    },
    mend: listen,
  }
}
