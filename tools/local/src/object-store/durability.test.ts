import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { signHead } from './testing/signed-request.ts'
import { startObjectStore, TEST_BUCKET } from './testing/start-object-store.ts'
import { storeOf, useObjectStore } from './testing/use-object-store.ts'

const PART_BYTES = 5 * 2 ** 20
const KILLS = 4
/** What `npm run test:long` sends; in between, enough to tell bounded memory from none. */
const LARGE_BYTES = process.env.MARQUEE_LONG ? 1_000_000_000 : 160_000_000
const MAX_RESIDENT_KB = 120 * 1_024

const { server, call } = useObjectStore()

/** Part PUTs of an upload, all the same bytes. */
async function uploadParts(key: string, count: number, bytes: Buffer) {
  const store = storeOf(server())
  const upload = await store.multipart.create(key)
  for (let partNumber = 1; partNumber <= count; partNumber++) {
    const request = { ...upload, partNumber, contentLength: bytes.length, expiresInSeconds: 600 }
    const url = await store.multipart.presignPart(request)
    const { status } = await fetch(url, { method: 'PUT', body: Uint8Array.from(bytes) })
    expect(status).toBe(200)
  }
  return { store, upload }
}

describe('kill -9', () => {
  it('in mid-write leaves no half object, and no rubbish after the next start', async () => {
    await storeOf(server()).put('half', 'before')
    const payloadHash = 'UNSIGNED-PAYLOAD'
    const { url, headers } = signHead(server().endpoint(), { method: 'PUT', key: 'half', payloadHash })
    const length = { 'content-length': String(PART_BYTES) }
    const sending = request(url, { method: 'PUT', headers: { ...headers, ...length } })
    sending.on('error', () => undefined)
    sending.write(randomBytes(PART_BYTES / 2))
    await sleep(300)
    const temporary = join(server().data, 'temporary')
    expect(readdirSync(temporary)).toHaveLength(1)
    await server().restart('SIGKILL')
    expect(readdirSync(temporary)).toEqual([])
    const again = storeOf(server())
    expect((await buffer((await again.get('half')).body)).toString()).toBe('before')
  })

  it('under load loses no object that was acknowledged', async () => {
    const acknowledged = new Map<string, string>()
    for (let kill = 0; kill < KILLS; kill++) {
      const store = storeOf(server())
      let alive = true
      const lanes = Array.from({ length: 8 }, async (_, lane) => {
        for (let n = 0; alive; n++) {
          const [key, value] = [
            `load/${kill}/${lane}/${n % 20}`,
            `${kill} ${lane} ${n} ${'x'.repeat(n % 5_000)}`,
          ]
          const done = await store.put(key, value, { signal: AbortSignal.timeout(5_000) }).then(
            () => true,
            () => false,
          )
          // What was cut off may have been written or not; only what stood before it may be there instead.
          if (done) acknowledged.set(key, value)
          else if (alive) break
          else acknowledged.delete(key)
        }
      })
      await sleep(300 + Math.random() * 300)
      alive = false
      await server().restart('SIGKILL')
      await Promise.all(lanes)
      store.close()
    }
    expect(acknowledged.size).toBeGreaterThan(20)
    const store = storeOf(server())
    for (const [key, value] of acknowledged) {
      expect((await buffer((await store.get(key)).body)).toString(), key).toBe(value)
    }
  })

  it('keeps uploaded parts, and a completed object that is made of them', async () => {
    const bytes = randomBytes(PART_BYTES)
    const { upload } = await uploadParts('survivor', 3, bytes)
    await server().restart('SIGKILL')
    const store = storeOf(server())
    const parts = await store.multipart.listParts(upload)
    expect(parts.map(({ size }) => size)).toEqual([PART_BYTES, PART_BYTES, PART_BYTES])
    const { etag } = await store.multipart.complete(upload, parts)
    await server().restart('SIGKILL')
    const object = await storeOf(server()).get('survivor')
    expect(object.etag).toBe(etag)
    expect((await buffer(object.body)).equals(Buffer.concat([bytes, bytes, bytes]))).toBe(true)
  })

  it('between making the object and closing its upload is finished at the next start', async () => {
    const { store, upload } = await uploadParts('torn', 1, Buffer.from('torn'))
    await store.multipart.complete(upload, await store.multipart.listParts(upload))
    const folder = join(server().data, 'buckets', TEST_BUCKET, 'uploads', upload.uploadId)
    await server().stop('SIGKILL')
    writeFileSync(join(folder, 'open'), readFileSync(join(folder, 'done')))
    await server().restart('SIGKILL')
    const again = storeOf(server())
    await again.multipart.abort(upload)
    expect((await call({ method: 'GET', key: 'torn' })).text).toBe('torn')
    await again.delete('torn')
    await sleep(200)
    await server().restart('SIGTERM')
    expect(readdirSync(join(folder, '..'))).not.toContain(upload.uploadId)
  })
})

describe('an object that goes while it is read', () => {
  it('is read to its end, and its parts go then', async () => {
    const bytes = randomBytes(PART_BYTES)
    for (const go of ['delete', 'replace'] as const) {
      const { store, upload } = await uploadParts('read', 5, bytes)
      await store.multipart.complete(upload, await store.multipart.listParts(upload))
      const { body } = await store.get('read')
      await (go === 'delete' ? store.delete('read') : store.put('read', 'other'))
      const folder = join(server().data, 'buckets', TEST_BUCKET, 'uploads', upload.uploadId)
      expect(existsSync(folder)).toBe(true)
      expect((await buffer(body)).equals(Buffer.concat(Array.from({ length: 5 }, () => bytes)))).toBe(true)
      await expect.poll(() => existsSync(folder)).toBe(false)
    }
  })
})

describe('a data folder', () => {
  it('has one process', async () => {
    const rival = startObjectStore({ OBJECT_STORE_DATA: server().data })
    await expect(rival).rejects.toThrow('did not become ready')
    expect((await call({ method: 'GET', key: 'survivor' })).status).toBe(200)
  })
})

describe('SIGTERM', () => {
  it('lets the request under way end, and exits with 0', async () => {
    const store = storeOf(server())
    const upload = await store.multipart.create('drained')
    const part = { ...upload, partNumber: 1, contentLength: 10, expiresInSeconds: 60 }
    const options = { method: 'PUT', headers: { 'content-length': '10' } }
    const sending = request(await store.multipart.presignPart(part), options)
    const answered = new Promise<number | undefined>((resolve, reject) => {
      sending.on('response', (response) => resolve(response.resume().statusCode))
      sending.on('error', reject)
    })
    sending.write('01234')
    await sleep(200)
    const stopped = server().stop('SIGTERM')
    await sleep(200)
    sending.end('56789')
    expect(await answered).toBe(200)
    expect(await stopped).toBe(0)
    await server().restart('SIGTERM')
    expect(await storeOf(server()).multipart.listParts(upload)).toHaveLength(1)
  })
})

describe('a large object', () => {
  it(`of ${LARGE_BYTES} bytes completes in milliseconds, within bounded memory`, async () => {
    await server().restart('SIGTERM')
    const bytes = randomBytes(10_000_000)
    const { store, upload } = await uploadParts('large', LARGE_BYTES / bytes.length, bytes)
    const parts = await store.multipart.listParts(upload)
    const started = performance.now()
    await store.multipart.complete(upload, parts)
    expect(performance.now() - started).toBeLessThan(500)
    let received = 0
    for await (const chunk of (await store.get('large')).body) received += chunk.length
    expect(received).toBe(LARGE_BYTES)
    expect(peakResidentKb(server().pid())).toBeLessThan(MAX_RESIDENT_KB)
  }, 120_000)
})

/** Linux counts the peak; elsewhere there is nothing to read. */
function peakResidentKb(pid: number): number {
  if (process.platform !== 'linux') return 0
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
}
