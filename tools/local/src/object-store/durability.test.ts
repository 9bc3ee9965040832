import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { startObjectStore, TEST_BUCKET } from './testing/start-object-store.ts'
import { storeOf, useObjectStore } from './testing/use-object-store.ts'

const PART_BYTES = 5 * 2 ** 20
const { server, call, wire } = useObjectStore()

const temporary = () => join(server().data, 'temporary')
/** The sizes of what is being written. */
const underWay = () => readdirSync(temporary()).map((name) => statSync(join(temporary(), name)).size)

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
    const { url, headers } = wire().head({ method: 'PUT', key: 'half', payloadHash })
    const length = { 'content-length': String(PART_BYTES) }
    const sending = request(url, { method: 'PUT', headers: { ...headers, ...length } })
    sending.on('error', () => undefined)
    sending.write(randomBytes(PART_BYTES / 2))
    await expect.poll(underWay).toEqual([expect.toSatisfy((size) => size > PART_BYTES / 4)])
    await server().restart('SIGKILL')
    expect(underWay()).toEqual([])
    const again = storeOf(server())
    expect((await buffer((await again.get('half')).body)).toString()).toBe('before')
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
    expect((await call({ method: 'GET', key: 'half' })).status).toBe(200)
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
    await expect.poll(underWay).toHaveLength(1)
    const stopped = server().stop('SIGTERM')
    await sleep(200)
    sending.end('56789')
    expect(await answered).toBe(200)
    expect(await stopped).toBe(0)
    await server().restart('SIGTERM')
    expect(await storeOf(server()).multipart.listParts(upload)).toHaveLength(1)
  })
})
