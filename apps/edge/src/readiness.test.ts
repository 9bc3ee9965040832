import { randomBytes } from 'node:crypto'
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
import { openObjectStore, openRedis, type StoppablePart } from '@marquee/service/testing'
import { createS3Reader, createS3Store, type ObjectStore } from '@marquee/storage'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createEdgeServer } from './create-edge-server.ts'
import { createDenialList } from './denials/denial-list.ts'
import { type Following, followDenials } from './denials/follow-denials.ts'

const PATIENCE = { timeout: 20_000, interval: 250 }
const secret = 'a playback secret for tests'
const video = 'k3jd82jd8sk'
const token = signPlaybackToken({ secret, video, expiresAt: playbackExpiry(), sharing: 'shared' })
const segment = randomBytes(100_000)
const logger = createLogger('edge', { level: 'silent' })

describe.skipIf(!process.env.S3_ENDPOINT)(
  'readiness of the edge, while what it stands on is really stopped',
  () => {
    let redis: StoppablePart
    let objects: StoppablePart
    let store: ObjectStore
    let following: Following
    let server: Server
    let base: string

    beforeAll(async () => {
      redis = await openRedis()
      objects = await openObjectStore()
      const env = parseEnvironment(z.object(storageEnvironment), process.env)
      const bucket = {
        endpoint: `http://127.0.0.1:${objects.port}`,
        region: env.S3_REGION,
        bucket: env.S3_BUCKET_TRANSCODED,
        credentials: { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY },
      }
      store = createS3Store(bucket)
      await store.put(`videos/${video}/r1/1.m4s`, segment)
      const denials = createDenialList({ now: () => new Date() })
      following = followDenials(`redis://127.0.0.1:${redis.port}/1`, denials, logger)
      const health = createHealth({
        checks: { storage: (signal) => store.check({ signal }) },
        optional: { denials: following.check },
      })
      const reader = createS3Reader(bucket)
      server = createEdgeServer({
        store: reader,
        secret,
        logger,
        health,
        metrics: createMetrics('edge'),
        denials,
      })
      await once(server.listen(0, '127.0.0.1'), 'listening')
      base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterAll(async () => {
      server.closeAllConnections()
      server.close()
      following.close()
      store.close()
      await Promise.all([redis.close(), objects.close()])
    })

    async function readiness() {
      const response = await fetch(`${base}/readyz`)
      const { status, checks } = (await response.json()) as {
        status: string
        checks: Record<string, { ok: boolean }>
      }
      return { http: response.status, status, away: Object.keys(checks).filter((name) => !checks[name]?.ok) }
    }
    const get = () => fetch(`${base}/v/${token}/${video}/r1/1.m4s`)

    it('goes on serving without Redis, says so, and is whole again by itself', async () => {
      await expect.poll(readiness, PATIENCE).toEqual({ http: 200, status: 'ready', away: [] })
      await redis.stop()
      await expect.poll(readiness, PATIENCE).toEqual({ http: 200, status: 'degraded', away: ['denials'] })
      const response = await get()
      expect(Buffer.from(await response.arrayBuffer()).equals(segment)).toBe(true)
      await redis.start()
      await expect.poll(readiness, PATIENCE).toEqual({ http: 200, status: 'ready', away: [] })
    })

    it('names the object store, tells clients with a code when to come again, and serves again by itself', async () => {
      await objects.stop()
      await expect.poll(readiness, PATIENCE).toEqual({ http: 503, status: 'unready', away: ['storage'] })
      expect((await fetch(`${base}/healthz`)).status).toBe(200)
      const refused = await get()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2'])
      expect(await refused.json()).toMatchObject({ code: 'STORAGE_UNAVAILABLE' })
      await objects.start()
      await expect.poll(readiness, PATIENCE).toMatchObject({ http: 200 })
      expect((await get()).status).toBe(200)
    })
  },
)
