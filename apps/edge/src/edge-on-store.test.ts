import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createHealth,
  createLogger,
  createMetrics,
  parseEnvironment,
  playbackExpiry,
  signPlaybackToken,
  storageEnvironment,
} from '@marquee/service'
import { createS3Store, type ObjectStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createEdgeServer } from './create-edge-server.ts'

const secret = 'a playback secret for tests'
const video = randomBytes(20)
  .toString('base64')
  .replace(/[^a-zA-Z0-9]/g, '')
  .slice(0, 11)
const token = signPlaybackToken({ secret, video, expiresAt: playbackExpiry(), sharing: 'shared' })
const logger = createLogger('edge', { level: 'silent' })
const bytes = randomBytes(20_000_000)
const digestOf = (data: Uint8Array) => createHash('sha256').update(data).digest('hex')

/** The store of `npm run stage`. */
function openStore(endpoint?: string): ObjectStore {
  const env = parseEnvironment(z.object(storageEnvironment), process.env)
  return createS3Store({
    endpoint: endpoint ?? env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET_TRANSCODED,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  })
}

describe.skipIf(!process.env.S3_ENDPOINT)('createEdgeServer on a real object store', () => {
  const servers: Server[] = []
  let store: ObjectStore

  async function serve(from: ObjectStore): Promise<string> {
    const health = createHealth({ checks: { storage: (signal) => from.check({ signal }) }, freshMs: 0 })
    const server = createEdgeServer({ store: from, secret, logger, health, metrics: createMetrics('edge') })
    servers.push(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  beforeAll(async () => {
    store = openStore()
    await store.put(`videos/${video}/r1/1080p/init.mp4`, bytes)
  })
  afterAll(async () => {
    for (const server of servers) {
      server.closeAllConnections()
      server.close()
    }
    await store.deletePrefix(`videos/${video}/`)
    store.close()
  })

  it('passes every byte on, whole, in ranges, and not at all when it is known', async () => {
    const base = await serve(store)
    const url = `${base}/v/${token}/${video}/r1/1080p/init.mp4`
    const whole = await fetch(url)
    expect(digestOf(new Uint8Array(await whole.arrayBuffer()))).toBe(digestOf(bytes))
    const etag = whole.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"/)
    const middle = await fetch(url, { headers: { range: 'bytes=1000000-1999999', 'if-range': etag } })
    expect(middle.status).toBe(206)
    expect(digestOf(new Uint8Array(await middle.arrayBuffer()))).toBe(
      digestOf(bytes.subarray(1_000_000, 2_000_000)),
    )
    const tail = await fetch(url, { headers: { range: 'bytes=-500' } })
    expect(tail.headers.get('content-range')).toBe('bytes 19999500-19999999/20000000')
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    expect((await fetch(`${base}/v/${token}/${video}/r1/none.m4s`)).status).toBe(404)
    expect((await fetch(`${base}/readyz`)).status).toBe(200)
  })

  it('lets go of the store when a client leaves in mid-file', async () => {
    const base = await serve(store)
    for (let left = 0; left < 80; left++) {
      const abort = new AbortController()
      const response = await fetch(`${base}/v/${token}/${video}/r1/1080p/init.mp4`, { signal: abort.signal })
      await response.body?.getReader().read()
      abort.abort()
    }
    // More clients left than the store has connections for; the next one still gets through.
    const response = await fetch(`${base}/v/${token}/${video}/r1/1080p/init.mp4`)
    expect((await response.arrayBuffer()).byteLength).toBe(bytes.length)
  })

  it('is alive but not ready, and says so with a code, while the store is away', async () => {
    const nowhere = openStore('http://127.0.0.1:9')
    const base = await serve(nowhere)
    expect((await fetch(`${base}/healthz`)).status).toBe(200)
    expect((await fetch(`${base}/readyz`)).status).toBe(503)
    const response = await fetch(`${base}/v/${token}/${video}/r1/1080p/init.mp4`)
    expect([response.status, (await response.json()) as unknown]).toMatchObject([
      503,
      { code: 'STORAGE_UNAVAILABLE' },
    ])
    nowhere.close()
  })
})
