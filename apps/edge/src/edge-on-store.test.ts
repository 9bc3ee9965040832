import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { partName, STREAM_HEAD, type StreamHead, type StreamPart } from '@marquee/media'
import {
  createHealth,
  createLogger,
  createMetrics,
  parseEnvironment,
  playbackExpiry,
  signPlaybackToken,
  storageEnvironment,
} from '@marquee/service'
import { createS3Reader, createS3Store, type ObjectStore, type S3Settings } from '@marquee/storage'
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

const head: StreamHead = {
  durationMs: 8_000,
  targetSeconds: 4,
  pictures: [
    {
      name: '240p',
      width: 426,
      height: 240,
      codec: 'avc1.4d4015',
      frameRate: { numerator: 25, denominator: 1 },
      timescale: 12_800,
      peakBitrate: 450_000,
    },
  ],
  sounds: [],
}

/** The store of `npm run stage`. */
function settingsOf(endpoint?: string): S3Settings {
  const env = parseEnvironment(z.object(storageEnvironment), process.env)
  return {
    endpoint: endpoint ?? env.S3_ENDPOINT,
    region: env.S3_REGION,
    bucket: env.S3_BUCKET_TRANSCODED,
    credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
  }
}

/** As the program has it: its checks through the SDK, its reading without. */
function openStore(endpoint?: string): ObjectStore {
  const settings = settingsOf(endpoint)
  const store = createS3Store(settings)
  const { get, head, close } = createS3Reader(settings)
  return {
    ...store,
    get,
    head,
    close() {
      close()
      store.close()
    },
  }
}

describe.skipIf(!process.env.S3_ENDPOINT)('createEdgeServer on a real object store', () => {
  const servers: Server[] = []
  let store: ObjectStore

  async function serve(from: ObjectStore): Promise<string> {
    const health = createHealth({ checks: { storage: (signal) => from.check({ signal }) }, freshMs: 0 })
    const growthPace = { lookEveryMs: 0, holdMs: 0 }
    const metrics = createMetrics('edge')
    const server = createEdgeServer({ store: from, secret, logger, health, metrics, growthPace })
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

  it('reads as the SDK does, and fails with the same names', async () => {
    const [reader, sdk] = [openStore(), createS3Store(settingsOf())]
    const key = `videos/${video}/r1/(it's) ein schöner* Name!.m4s`
    await sdk.put(key, bytes.subarray(0, 1_000), { contentType: 'video/mp4' })
    expect(await reader.head(key)).toEqual(await sdk.head(key))
    expect(await reader.head(`${key}x`)).toBeUndefined()
    const etag = (await sdk.head(key))?.etag ?? ''
    for (const range of [{ start: 10, end: 19 }, { start: 990 }, { suffix: 5 }]) {
      const [ours, theirs] = await Promise.all(
        [reader, sdk].map((from) => from.get(key, { range, ifMatch: etag })),
      )
      const facts = ({ body, ...rest }: NonNullable<typeof ours>) => ({ ...rest })
      if (!ours || !theirs) throw new Error('nothing read')
      expect(facts(ours)).toEqual(facts(theirs))
      expect(Buffer.concat(await ours.body.toArray())).toEqual(Buffer.concat(await theirs.body.toArray()))
    }
    const failures = [
      [`${key}x`, {}, 'OBJECT_NOT_FOUND'],
      [key, { range: { start: 1_000 } }, 'RANGE_NOT_SATISFIABLE'],
      [key, { ifMatch: '"other"' }, 'PRECONDITION_FAILED'],
    ] as const
    for (const [name, options, code] of failures)
      await expect(reader.get(name, options)).rejects.toMatchObject({ code })
    const stranger = createS3Reader({
      ...settingsOf(),
      credentials: { accessKeyId: 'nobody', secretAccessKey: 'knows' },
    })
    await expect(stranger.get(key)).rejects.toMatchObject({ code: 'STORAGE_REFUSED' })
    const gone = AbortSignal.abort(new Error('gone'))
    await expect(reader.get(key, { signal: gone })).rejects.toThrow('gone')
    for (const each of [reader, sdk, stranger]) each.close()
  })

  it('composes a film that is being made, and gives way to the texts that stay', async () => {
    const folder = `videos/${video}/r2`
    const base = await serve(store)
    const read = (name: string) => fetch(`${base}/v/${token}/${video}/r2/${name}`)
    const once = { ifNoneMatch: '*' } as const
    const segment = { durationTicks: 51_200, bytes: 90_000 }
    const part: StreamPart = { index: 0, firstNumber: 1, startTicks: 0, segments: [segment], last: false }
    expect((await read('240p.m3u8')).status).toBe(404)
    await store.put(`${folder}/${STREAM_HEAD}`, JSON.stringify(head), once)
    expect((await read('240p.m3u8')).status).toBe(503)
    await store.put(`${folder}/${partName('240p', 0)}`, JSON.stringify(part), once)
    const growing = await (await read('240p.m3u8')).text()
    expect(growing).toMatch(/240p\/1\.m4s\n$/)
    const last = { ...part, index: 1, firstNumber: 2, startTicks: 51_200, last: true }
    await store.put(`${folder}/${partName('240p', 1)}`, JSON.stringify(last), once)
    const ended = await read('240p.m3u8')
    expect(await ended.clone().text()).toBe(`${growing}#EXTINF:4.000000,\n240p/2.m4s\n#EXT-X-ENDLIST\n`)
    for (const name of ['240p.m3u8', 'master.m3u8']) {
      await store.put(`${folder}/${name}`, await (await read(name)).text(), once)
    }
    const stays = await read('240p.m3u8')
    expect(stays.headers.get('cache-control')).toContain('immutable')
    expect(stays.headers.get('etag')).toBe(ended.headers.get('etag'))
    expect(await stays.text()).toBe(await ended.text())
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
