import { once } from 'node:events'
import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { useObjectStore } from './testing/use-object-store.ts'

const { store, call, wire } = useObjectStore()

/** What every S3 does is told by the conformance suite; here is what only this server has to be asked. */
describe('GetObject', () => {
  it('takes weak ETags, several of them, and conditions that outweigh others', async () => {
    await store().put('conditional', 'x')
    const { etag = '', lastModified = new Date() } = (await store().head('conditional')) ?? {}
    const get = async (headers: Record<string, string>) =>
      (await call({ method: 'GET', key: 'conditional', headers })).status
    const date = (offset: number) => new Date(lastModified.getTime() + offset).toUTCString()
    expect(await get({ 'if-none-match': `"other", W/${etag}` })).toBe(304)
    expect(await get({ 'if-none-match': '"other"', 'if-modified-since': date(0) })).toBe(200)
    expect(await get({ 'if-match': etag, 'if-unmodified-since': date(-5_000) })).toBe(200)
  })

  it('lets no URL smuggle a line into the headers of its answer', async () => {
    await store().put('renamed', 'x')
    for (const value of ['한글', 'a\r\nset-cookie: b']) {
      const query = { 'response-content-type': value }
      expect((await call({ method: 'GET', key: 'renamed', query })).code).toBe('InvalidArgument')
    }
  })
})

describe('multipart', () => {
  async function completed(key: string, body: string) {
    const upload = await store().multipart.create(key)
    const query = { uploadId: upload.uploadId, partNumber: '1' }
    await call({ method: 'PUT', key, query, body })
    await store().multipart.complete(upload, await store().multipart.listParts(upload))
    return query
  }

  it('takes no part once it is complete', async () => {
    const query = await completed('late', 'x')
    expect((await call({ method: 'PUT', key: 'late', query, body: 'y' })).code).toBe('NoSuchUpload')
    expect((await call({ method: 'GET', key: 'late' })).text).toBe('x')
  })

  it('gives way to an object that replaces it', async () => {
    await completed('replaced', 'x')
    await store().put('replaced', 'replaced')
    expect((await call({ method: 'GET', key: 'replaced' })).text).toBe('replaced')
  })

  it('keeps nothing of a part whose client breaks off', async () => {
    const upload = await store().multipart.create('broken')
    const query = { uploadId: upload.uploadId, partNumber: '1' }
    const { url, headers } = wire().head({
      method: 'PUT',
      key: 'broken',
      query,
      payloadHash: 'UNSIGNED-PAYLOAD',
    })
    const sending = request(url, { method: 'PUT', headers: { ...headers, 'content-length': '1000000' } })
    const broken = once(sending, 'error')
    sending.write(Buffer.alloc(300_000), () => sending.destroy(new Error('left by the test')))
    await broken.catch(() => undefined)
    expect(await store().multipart.listParts(upload)).toEqual([])
  })
})
