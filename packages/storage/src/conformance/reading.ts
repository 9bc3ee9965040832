import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import { ObjectNotFound, PreconditionFailed, RangeNotSatisfiable } from '../errors.ts'
import type { ByteRange } from '../port.ts'
import type { Bench } from './describe-object-store.ts'

export function readingBehaviour(bench: () => Bench): void {
  describe('get', () => {
    let key: string
    beforeAll(async () => {
      key = `${bench().prefix}/digits`
      await bench().store.put(key, '0123456789', { contentType: 'text/plain', cacheControl: 'no-cache' })
    })

    it('answers the whole object with its headers', async () => {
      const object = await bench().store.get(key)
      expect(object).toMatchObject({ size: 10, contentLength: 10, contentType: 'text/plain' })
      expect(object).toMatchObject({ cacheControl: 'no-cache', contentRange: undefined })
      expect(object.etag).toMatch(/^"[0-9a-f]{32}"$/)
      expect(await text(object.body)).toBe('0123456789')
    })

    const ranges: [string, ByteRange, string, string][] = [
      ['first bytes', { start: 0, end: 3 }, '0123', 'bytes 0-3/10'],
      ['a middle', { start: 4, end: 4 }, '4', 'bytes 4-4/10'],
      ['an open end', { start: 7 }, '789', 'bytes 7-9/10'],
      ['an end behind the object', { start: 8, end: 99 }, '89', 'bytes 8-9/10'],
      ['a suffix', { suffix: 2 }, '89', 'bytes 8-9/10'],
      ['a suffix longer than the object', { suffix: 99 }, '0123456789', 'bytes 0-9/10'],
    ]
    it.each(ranges)('answers a range: %s', async (_name, range, wanted, contentRange) => {
      const object = await bench().store.get(key, { range })
      expect(object).toMatchObject({ size: 10, contentLength: wanted.length, contentRange })
      expect(await text(object.body)).toBe(wanted)
    })

    it('refuses a range behind the end', async () => {
      await expect(bench().store.get(key, { range: { start: 10 } })).rejects.toBeInstanceOf(
        RangeNotSatisfiable,
      )
    })

    it('answers only the version asked for', async () => {
      const { store } = bench()
      const { etag = '' } = (await store.head(key)) ?? {}
      expect(await text((await store.get(key, { ifMatch: etag })).body)).toBe('0123456789')
      const other = store.get(key, { ifMatch: '"00000000000000000000000000000000"' })
      await expect(other).rejects.toBeInstanceOf(PreconditionFailed)
    })

    it('says that there is no such object', async () => {
      const { store, prefix, scratch } = bench()
      await expect(store.get(`${prefix}/none`)).rejects.toBeInstanceOf(ObjectNotFound)
      await expect(store.get(`${prefix}/digits/none`)).rejects.toBeInstanceOf(ObjectNotFound)
      await expect(store.downloadToFile(`${prefix}/none`, join(scratch, 'none'))).rejects.toBeInstanceOf(
        ObjectNotFound,
      )
      expect(await store.head(`${prefix}/none`)).toBeUndefined()
    })

    it('downloads to a file, and leaves no half one', async () => {
      const { store, scratch } = bench()
      const path = join(scratch, 'downloaded')
      expect(await store.downloadToFile(key, path)).toMatchObject({ key, size: 10 })
      expect(await readFile(path, 'utf8')).toBe('0123456789')
      const signal = AbortSignal.abort(new Error('cancelled by the test'))
      await expect(store.downloadToFile(key, join(scratch, 'half'), { signal })).rejects.toBe(signal.reason)
      expect((await readdir(scratch)).filter((name) => name.startsWith('half'))).toEqual([])
    })

    it('presigns a URL that reads the object, and one that has expired does not', async () => {
      const { store, fetch } = bench()
      const url = await store.presignGet(key, { expiresInSeconds: 60 })
      const response = await fetch(url)
      expect([response.status, await response.text()]).toEqual([200, '0123456789'])
      const short = await store.presignGet(key, { expiresInSeconds: 1 })
      await new Promise((resolve) => setTimeout(resolve, 2_100))
      expect((await fetch(short)).status).toBe(403)
    })

    it('presigns a URL whose answer is to be kept as a file', async () => {
      const contentDisposition = `attachment; filename="a_.mp4"; filename*=UTF-8''a%C3%A9%20b.mp4`
      const url = await bench().store.presignGet(key, { expiresInSeconds: 60, contentDisposition })
      const response = await bench().fetch(url)
      expect(response.headers.get('content-disposition')).toBe(contentDisposition)
      expect(await response.text()).toBe('0123456789')
    })

    it('checks that the bucket answers', async () => {
      await expect(bench().store.check()).resolves.toBeUndefined()
    })
  })
}
