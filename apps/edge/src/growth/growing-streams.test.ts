import { once } from 'node:events'
import { request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import {
  composeStream,
  parseMedia,
  partName,
  STREAM_HEAD,
  type StreamHead,
  type StreamPart,
  streamText,
  streamTextNames,
} from '@marquee/media'
import {
  createHealth,
  createLogger,
  createMetrics,
  playbackExpiry,
  signPlaybackToken,
} from '@marquee/service'
import { createMemoryStore, type MemoryStore, StorageUnavailable } from '@marquee/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEdgeServer, type EdgeSettings } from '../create-edge-server.ts'
import type { DeliveryStore } from '../delivery/open-object.ts'
import { createDenialList } from '../denials/denial-list.ts'
import { createGrowingStreams } from './growing-streams.ts'

const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const folder = `videos/${video}/r1`
const now = new Date('2026-11-21T08:30:00Z')
const expiresAt = playbackExpiry(now)
const token = signPlaybackToken({ secret, video, expiresAt, sharing: 'shared' })
const logger = createLogger('edge', { level: 'silent' })

/** Looks at the store again for every request. */
const AT_ONCE = { lookEveryMs: 0, holdMs: 0 }
/** Looks at it once in a test. */
const ONCE = { lookEveryMs: 600_000, holdMs: 0 }

const picture = {
  codec: 'avc1.4d401e',
  timescale: 12_800,
  peakBitrate: 900_000,
  frameRate: { numerator: 25, denominator: 1 },
}
const head: StreamHead = {
  durationMs: 20_000,
  targetSeconds: 4,
  pictures: [
    { ...picture, name: '360p', width: 640, height: 360 },
    { ...picture, name: '240p', width: 426, height: 240 },
  ],
  sounds: [
    {
      name: 'audio',
      codec: 'mp4a.40.2',
      timescale: 48_000,
      channels: 2,
      sampleRate: 48_000,
      peakBitrate: 140_000,
    },
  ],
}

const segmentsOf = (count: number, durationTicks: number, bytes: number) =>
  Array.from({ length: count }, () => ({ durationTicks, bytes }))

/** Chunks of 4, 8 and 8 s. */
const pictureParts: StreamPart[] = [
  { index: 0, firstNumber: 1, startTicks: 0, segments: segmentsOf(1, 51_200, 90_000), last: false },
  { index: 1, firstNumber: 2, startTicks: 51_200, segments: segmentsOf(2, 51_200, 90_000), last: false },
  { index: 2, firstNumber: 4, startTicks: 153_600, segments: segmentsOf(2, 51_200, 90_000), last: true },
]
const soundPart: StreamPart = {
  index: 0,
  firstNumber: 1,
  startTicks: 0,
  segments: segmentsOf(5, 192_000, 60_000),
  last: true,
}

let store: MemoryStore
/** Every key that was asked of the store, and how. */
let asked: string[]
let noting: DeliveryStore
const servers: Server[] = []

beforeEach(async () => {
  store = createMemoryStore()
  asked = []
  noting = {
    get: (key, options) => {
      asked.push(`GET ${key}`)
      return store.get(key, options)
    },
    head: (key, options) => {
      asked.push(`HEAD ${key}`)
      return store.head(key, options)
    },
  }
  await store.put(`${folder}/${STREAM_HEAD}`, JSON.stringify(head))
})
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function put(track: string, index: number): Promise<void> {
  const part = track === 'audio' ? soundPart : pictureParts[index]
  await store.put(`${folder}/${partName(track, index)}`, JSON.stringify(part), { ifNoneMatch: '*' })
}

/** Sound, and so many parts of both pictures. */
async function putParts(count: number): Promise<void> {
  await put('audio', 0)
  for (let index = 0; index < count; index++) for (const { name } of head.pictures) await put(name, index)
}

/** The texts that stay, as the last task of a run writes them. */
async function putFinal(): Promise<void> {
  const parts = new Map([
    ...head.pictures.map(({ name }) => [name, pictureParts] as const),
    ['audio', [soundPart]] as const,
  ])
  const stream = composeStream(head, parts)
  const times = { announcedAt: now, changedAt: now }
  for (const name of streamTextNames(stream))
    await store.put(`${folder}/${name}`, streamText(stream, name, times) ?? '')
}

async function serve(settings: Partial<EdgeSettings> = {}) {
  const metrics = createMetrics('edge')
  const health = createHealth({ checks: {} })
  const own = { secret, logger, metrics, health, now: () => now, hotBytes: 2 ** 20, growthPace: AT_ONCE }
  const server = createEdgeServer({ store: noting, ...own, ...settings })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const base = `http://127.0.0.1:${port}`
  const get = (file: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${base}/v/${token}/${video}/r1/${file}`, {
      method,
      headers: { 'accept-encoding': 'identity', ...headers },
    })
  const textOf = async (file: string) => (await get(file)).text()
  /** How many segments a playlist lists. */
  const length = async (file: string) => parseMedia(await textOf(file))?.segments.length
  return { port, base, get, textOf, length }
}

async function codeOf(response: Response): Promise<string> {
  return `${response.status} ${((await response.json()) as { code: string }).code}`
}

describe('a revision that grows', () => {
  it('is shown as far as it goes, in whatever order its parts come', async () => {
    const { length, textOf, get } = await serve()
    await put('audio', 0)
    await put('240p', 0)
    expect([await length('240p.m3u8'), await length('audio.m3u8')]).toEqual([1, 1])
    expect(await textOf('master.m3u8')).toContain('360p.m3u8')
    expect(await codeOf(await get('360p.m3u8'))).toBe('503 STREAM_NOT_READY')
    expect(await codeOf(await get('manifest.mpd'))).toBe('503 STREAM_NOT_READY')
    for (const [track, index, lengths] of [
      ['360p', 2, [1, undefined, 1]],
      ['360p', 0, [1, 1, 1]],
      ['240p', 1, [1, 1, 1]],
      ['240p', 1, [1, 1, 1]],
      ['360p', 1, [3, 3, 3]],
      ['240p', 2, [5, 5, 5]],
    ] as const) {
      await put(track, index)
      expect([await length('240p.m3u8'), await length('360p.m3u8'), await length('audio.m3u8')]).toEqual(
        lengths,
      )
    }
    expect(await textOf('360p.m3u8')).toMatch(/#EXT-X-ENDLIST\n$/)
    expect(await textOf('manifest.mpd')).toContain('type="static"')
  })

  it('becomes what stays at the same addresses, and is then kept by every cache', async () => {
    await putParts(2)
    const { get, textOf } = await serve()
    const growing = await get('240p.m3u8')
    expect(growing.headers.get('content-type')).toBe('application/vnd.apple.mpegurl')
    expect(growing.headers.get('cache-control')).toBe('public, max-age=1')
    const before = await growing.text()
    await putParts(3)
    const complete = await get('240p.m3u8')
    expect(complete.headers.get('cache-control')).toBe('public, max-age=1')
    const [master, manifest] = [await textOf('master.m3u8'), await textOf('manifest.mpd')]
    await putFinal()
    const last = await get('240p.m3u8')
    expect(last.headers.get('cache-control')).toContain('immutable')
    expect(last.headers.get('etag')).toBe(complete.headers.get('etag'))
    const text = await last.text()
    expect([text.startsWith(before), text === (await complete.text())]).toEqual([true, true])
    expect([await textOf('master.m3u8'), await textOf('manifest.mpd')]).toEqual([master, manifest])
    asked.length = 0
    await textOf('240p.m3u8')
    expect(asked).toEqual([])
  })

  it('answers HEAD, conditions and codings as other manifests, but never by a date', async () => {
    await putParts(3)
    const { port, get } = await serve()
    const response = await get('240p.m3u8', {}, 'HEAD')
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(200)
    expect(await response.text()).toBe('')
    const etag = response.headers.get('etag') ?? ''
    const same = await get('240p.m3u8', { 'if-none-match': etag })
    expect([same.status, same.headers.get('cache-control')]).toEqual([304, 'public, max-age=1'])
    const since = { 'if-modified-since': response.headers.get('last-modified') ?? '' }
    expect((await get('240p.m3u8', since)).status).toBe(200)
    const path = `/v/${token}/${video}/r1/manifest.mpd`
    const request = httpRequest({ port, host: '127.0.0.1', path, headers: { 'accept-encoding': 'br' } })
    const [compressed] = await once(request.end(), 'response')
    const bytes = Buffer.concat(await compressed.toArray())
    expect(compressed.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' })
    expect(brotliDecompressSync(bytes).toString()).toBe(await (await get('manifest.mpd')).text())
  })

  it('costs a crowd within the same second one look at the store', async () => {
    await putParts(2)
    const { textOf } = await serve({ growthPace: ONCE })
    const names = ['master.m3u8', '360p.m3u8', '240p.m3u8', 'audio.m3u8', 'manifest.mpd']
    await textOf('master.m3u8')
    // Its text, the head, the parts, and behind them those that are not there yet.
    expect(asked.slice(0, 2)).toEqual([`GET ${folder}/master.m3u8`, `GET ${folder}/${STREAM_HEAD}`])
    expect(new Set(asked).size).toBe(asked.length)
    asked.length = 0
    await Promise.all(Array.from({ length: 100 }, (_, viewer) => textOf(names[viewer % 5] ?? '')))
    expect(asked).toEqual([])
  })

  it('is looked at with one question for each track that has not ended, however long it is', async () => {
    await putParts(2)
    const { length } = await serve()
    await length('240p.m3u8')
    asked.length = 0
    await length('240p.m3u8')
    expect(asked).toEqual([
      `GET ${folder}/${partName('360p', 2)}`,
      `GET ${folder}/${partName('240p', 2)}`,
      `HEAD ${folder}/${STREAM_HEAD}`,
    ])
  })

  it('is gone when it is taken back', async () => {
    await putParts(2)
    const { get, length } = await serve()
    expect(await length('240p.m3u8')).toBe(3)
    await store.deletePrefix(`${folder}/`)
    for (const file of ['240p.m3u8', 'master.m3u8'])
      expect(await codeOf(await get(file))).toBe('404 NOT_FOUND')
  })

  it('lets who asks for a track wait for its first part, and tells them when that takes too long', async () => {
    await put('audio', 0)
    await put('240p', 0)
    const { get } = await serve({ growthPace: { lookEveryMs: 5, holdMs: 10_000 } })
    const held = get('360p.m3u8')
    await expect
      .poll(() => asked.filter((key) => key.endsWith(partName('360p', 0))).length)
      .toBeGreaterThan(2)
    await put('360p', 0)
    expect(parseMedia(await (await held).text())?.segments.length).toBe(1)
    const impatient = await serve({ growthPace: { lookEveryMs: 5, holdMs: 20 } })
    await store.delete(`${folder}/${partName('360p', 0)}`)
    const late = await impatient.get('360p.m3u8')
    expect([late.headers.get('retry-after'), late.headers.get('cache-control')]).toEqual([
      '1',
      'public, max-age=1',
    ])
    expect(await codeOf(late)).toBe('503 STREAM_NOT_READY')
  })

  it('says nothing without its sound', async () => {
    await put('240p', 0)
    await put('360p', 0)
    const { get } = await serve()
    for (const file of ['master.m3u8', '240p.m3u8', 'audio.m3u8', 'manifest.mpd'])
      expect(await codeOf(await get(file))).toBe('503 STREAM_NOT_READY')
  })

  it('is opened by its tokens alone, until they are revoked', async () => {
    await putParts(1)
    const denials = createDenialList({ now: () => now })
    const { base, get } = await serve({ denials })
    const own = signPlaybackToken({ secret, video, expiresAt, sharing: 'private' })
    const asOwner = () => fetch(`${base}/v/${own}/${video}/r1/240p.m3u8`)
    expect((await asOwner()).headers.get('cache-control')).toBe('private, max-age=1')
    denials.note({ video, scope: 'shared', until: expiresAt })
    expect(await codeOf(await get('240p.m3u8'))).toBe('403 PLAYBACK_REVOKED')
    expect((await asOwner()).status).toBe(200)
    denials.note({ video, scope: 'all', until: expiresAt })
    expect(await codeOf(await asOwner())).toBe('403 PLAYBACK_REVOKED')
  })

  it('gives away neither what it is composed of nor anything else', async () => {
    await putParts(3)
    const { get, base } = await serve()
    const files = ['growth/head.json', 'growth/240p/000000.json', 'growth/240p/000000.m3u8', 'growth.m3u8']
    for (const file of [...files, '144p.m3u8', 'head.mpd', 'growth/master.m3u8'])
      expect(await codeOf(await get(file))).toBe('404 NOT_FOUND')
    for (const path of [`..%2fr1/master.m3u8`, `.r1/master.m3u8`, `r1//master.m3u8`])
      expect(await codeOf(await fetch(`${base}/v/${token}/${video}/${path}`))).toBe('404 NOT_FOUND')
    expect(await codeOf(await fetch(`${base}/v/${token}/${video}/r2/master.m3u8`))).toBe('404 NOT_FOUND')
    const elsewhere = asked.filter((key) => !key.includes(`${folder}/`))
    expect(elsewhere).toEqual([`GET videos/${video}/r2/master.m3u8`, `GET videos/${video}/r2/${STREAM_HEAD}`])
  })

  it('is unavailable while the store is, and goes on with it', async () => {
    await putParts(1)
    const away = { is: false }
    const fallible: DeliveryStore = {
      get: (...call) => (away.is ? Promise.reject(new StorageUnavailable('GetObject')) : noting.get(...call)),
      head: (...call) => noting.head(...call),
    }
    const { get, length } = await serve({ store: fallible })
    expect(await length('240p.m3u8')).toBe(1)
    away.is = true
    expect(await codeOf(await get('240p.m3u8'))).toBe('503 STORAGE_UNAVAILABLE')
    expect(await codeOf(await get('master.m3u8'))).toBe('503 STORAGE_UNAVAILABLE')
    away.is = false
    await putParts(2)
    asked.length = 0
    expect(await length('240p.m3u8')).toBe(3)
    expect(asked).not.toContain(`GET ${folder}/${partName('240p', 0)}`)
  })

  it('fails with a code where a part is none', async () => {
    await putParts(1)
    await store.put(`${folder}/${partName('240p', 1)}`, '{"index":1}')
    const { get } = await serve()
    expect(await codeOf(await get('240p.m3u8'))).toBe('502 STORAGE_FAILED')
  })
})

describe('createGrowingStreams', () => {
  it('keeps as much as it may, and reads again what it had to let go', async () => {
    await putParts(3)
    for await (const { key } of store.list(`${folder}/`)) {
      const { body } = await store.get(key)
      await store.put(key.replace('/r1/', '/r2/'), Buffer.concat(await body.toArray()))
    }
    const settings = { store: noting, logger, timeoutMs: 1_000, pace: ONCE, capacity: 20 }
    const growing = createGrowingStreams(settings)
    const [first, second] = [folder, folder.replace('r1', 'r2')]
    const open = (from: string) =>
      growing.open({ folder: from, name: 'audio.m3u8' }, new AbortController().signal)
    for (const one of [first, second, first]) {
      expect(await open(one)).toMatchObject({ etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) })
      expect([growing.knows(first), growing.knows(second)]).toEqual([one === first, one === second])
    }
  })

  it('lets go of a client that leaves while it waits', async () => {
    const settings = { store: noting, logger, timeoutMs: 1_000, pace: { lookEveryMs: 1, holdMs: 600_000 } }
    const growing = createGrowingStreams(settings)
    const leaving = new AbortController()
    const held = growing.open({ folder, name: 'master.m3u8' }, leaving.signal)
    await expect.poll(() => asked.length).toBeGreaterThan(8)
    leaving.abort()
    await expect(held).rejects.toThrow('aborted')
  })
})
