import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  createHealth,
  createLogger,
  createMetrics,
  downloadUrl,
  type PlaybackTokenToSign,
  playbackExpiry,
  playbackUrl,
  signPlaybackToken,
} from '@marquee/service'
import { createMemoryStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEdgeServer } from './create-edge-server.ts'
import { createDenialList } from './denials/denial-list.ts'

const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const now = new Date('2026-11-21T08:30:00Z')
const expiresAt = playbackExpiry(now, 3_600)
const path = 'dl000000000/downloads/720p.mp4'
const store = createMemoryStore()
const film = Buffer.from('an index, and then the media')
const denials = createDenialList({ now: () => now })

const metrics = createMetrics('edge')

let server: Server
let edgeUrl: string

beforeAll(async () => {
  await store.put(`videos/${video}/${path}`, film)
  await store.put(`videos/${video}/dl000000000/720p.mp4`, film)
  const logger = createLogger('edge', { level: 'silent' })
  const health = createHealth({ checks: {} })
  server = createEdgeServer({ store, secret, logger, metrics, health, denials, now: () => now })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  edgeUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

function tokenFor(grant: Partial<PlaybackTokenToSign> = {}): string {
  return signPlaybackToken({ secret, video, expiresAt, sharing: 'shared', purpose: 'download', ...grant })
}

const take = (title: string, headers: Record<string, string> = {}, token = tokenFor()) =>
  fetch(downloadUrl({ edgeUrl, token, video, path, title }), { headers })

const codeOf = async (response: Response) => {
  expect(response.headers.get('content-disposition')).toBeNull()
  return `${response.status} ${((await response.json()) as { code: string }).code}`
}

describe('a file that is taken away', () => {
  it('comes whole, as a file of its title', async () => {
    const response = await take('My film')
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'video/mp4',
      'content-disposition': `attachment; filename="My film.mp4"; filename*=UTF-8''My%20film.mp4`,
      'content-length': String(film.length),
      'accept-ranges': 'bytes',
      'cache-control': 'private, max-age=3600, immutable',
    })
    expect(Buffer.from(await response.arrayBuffer())).toEqual(film)
  })

  it('counts as what it is, among what was asked for and what was sent', async () => {
    metrics.registry.resetMetrics()
    await (await take('My film')).arrayBuffer()
    await expect
      .poll(() => metrics.registry.metrics())
      .toContain('marquee_http_requests_total{route="download",method="GET",status="200",program="edge"} 1')
    const text = await metrics.registry.metrics()
    expect(text).toMatch(/marquee_edge_sent_bytes_total\{kind="download",program="edge"\} \d+/)
    expect(text).not.toContain('segment')
  })

  it('goes on where it broke off', async () => {
    const etag = (await take('My film')).headers.get('etag') ?? ''
    const response = await take('My film', { range: 'bytes=10-', 'if-range': etag })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; /)
    expect(await response.text()).toBe(film.subarray(10).toString())
  })

  it.each([
    ['quotes', `the "best" o'film*`, "the best o'film.mp4", 'the%20best%20o%27film.mp4'],
    ['lines', 'a\r\nx-evil: 1\r\n\r\n<script>', 'a x-evil 1 script.mp4', 'a%20x-evil%201%20script.mp4'],
    ['an emoji', 'Film 🎬', 'Film _.mp4', 'Film%20%F0%9F%8E%AC.mp4'],
    ['Korean', '빅 벅', '_ _.mp4', '%EB%B9%85%20%EB%B2%85.mp4'],
    ['a path', '../../../etc/passwd', 'etc passwd.mp4', 'etc%20passwd.mp4'],
    ['a percent sign', '100%25 "; x="', '100%25 ; x=.mp4', '100%2525%20%3B%20x%3D.mp4'],
    ['nothing', ' ', 'video.mp4', 'video.mp4'],
  ])('is named safely after %s', async (_, title, plain, extended) => {
    const response = await take(title)
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="${plain}"; filename*=UTF-8''${extended}`,
    )
    expect(response.headers.has('x-evil')).toBe(false)
  })

  it('needs a token for it, which opens nothing else', async () => {
    const watching = tokenFor({ purpose: 'stream' })
    expect(await codeOf(await take('x', {}, watching))).toBe('403 PLAYBACK_TOKEN_INVALID')
    const other = { edgeUrl, video, path: 'dl000000000/720p.mp4' }
    expect(await codeOf(await fetch(playbackUrl({ ...other, token: tokenFor() })))).toBe(
      '403 PLAYBACK_TOKEN_INVALID',
    )
    const streamed = await fetch(playbackUrl({ ...other, token: watching }))
    expect([streamed.status, streamed.headers.get('content-disposition')]).toEqual([200, null])
    const expired = tokenFor({ expiresAt: new Date(now.getTime() - 1_000) })
    expect(await codeOf(await take('x', {}, expired))).toBe('403 PLAYBACK_TOKEN_EXPIRED')
  })

  it('is refused to strangers with the video, and kept by no cache for its owner', async () => {
    denials.note({ video, scope: 'shared', until: expiresAt })
    expect(await codeOf(await take('x'))).toBe('403 PLAYBACK_REVOKED')
    const own = await take('x', {}, tokenFor({ sharing: 'private' }))
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'private, max-age=3600, immutable'])
  })
})
