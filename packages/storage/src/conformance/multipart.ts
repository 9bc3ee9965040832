import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { InvalidPart, UploadNotFound } from '../errors.ts'
import type { MultipartRef } from '../port.ts'
import type { Bench } from './describe-object-store.ts'

/** S3's bound for every part but the last. */
const PART_BYTES = 5 * 2 ** 20

export function multipartBehaviour(bench: () => Bench): void {
  async function sendPart(upload: MultipartRef, partNumber: number, bytes: Buffer, announced = bytes.length) {
    const { store, fetch } = bench()
    const request = { ...upload, partNumber, contentLength: announced, expiresInSeconds: 60 }
    return fetch(await store.multipart.presignPart(request), { method: 'PUT', body: Uint8Array.from(bytes) })
  }

  describe('multipart', () => {
    it('makes an object of parts that came in parallel, in any order, some twice', async () => {
      const { store, prefix } = bench()
      const pieces = [PART_BYTES, PART_BYTES + 1, PART_BYTES, 3].map((size) => randomBytes(size))
      const upload = await store.multipart.create(`${prefix}/parts`, { contentType: 'video/webm' })
      const order = [3, 1, 4, 2, 1]
      const answers = await Promise.all(order.map((n) => sendPart(upload, n, pieces[n - 1] ?? Buffer.of())))
      expect(answers.map(({ status, headers }) => [status, headers.has('etag')])).toEqual(
        order.map(() => [200, true]),
      )
      const parts = await store.multipart.listParts(upload)
      expect(parts.map(({ number, size }) => [number, size])).toEqual(
        pieces.map((piece, index) => [index + 1, piece.length]),
      )
      const { etag } = await store.multipart.complete(upload, parts)
      expect(etag).toMatch(/^"[0-9a-f]{32}-4"$/)
      const whole = Buffer.concat(pieces)
      const object = await store.get(`${prefix}/parts`)
      expect(object).toMatchObject({ size: whole.length, etag, contentType: 'video/webm' })
      expect((await buffer(object.body)).equals(whole)).toBe(true)
      const range = { start: PART_BYTES - 2, end: 2 * PART_BYTES + 2 }
      const across = await store.get(`${prefix}/parts`, { range })
      expect((await buffer(across.body)).equals(whole.subarray(range.start, range.end + 1))).toBe(true)
    })

    it('refuses a part that is longer or shorter than announced', async () => {
      const { store, prefix } = bench()
      const upload = await store.multipart.create(`${prefix}/length`)
      expect((await sendPart(upload, 1, Buffer.alloc(11), 10)).status).toBe(403)
      expect((await sendPart(upload, 1, Buffer.alloc(9), 10)).status).toBe(403)
      expect(await store.multipart.listParts(upload)).toEqual([])
      await store.multipart.abort(upload)
    })

    it('refuses a URL whose part number was changed', async () => {
      const { store, prefix, fetch } = bench()
      const upload = await store.multipart.create(`${prefix}/tampered`)
      const request = { ...upload, partNumber: 1, contentLength: 1, expiresInSeconds: 60 }
      const url = await store.multipart.presignPart(request)
      const other = url.replace(/partNumber=1|%22part%22%3A%221%22/, (found) => found.replace('1', '2'))
      expect(other).not.toBe(url)
      expect((await fetch(other, { method: 'PUT', body: 'x' })).status).toBe(403)
      await store.multipart.abort(upload)
    })

    it('refuses to complete with parts that are missing, wrong, too small, out of order, or none', async () => {
      const { store, prefix } = bench()
      const upload = await store.multipart.create(`${prefix}/incomplete`)
      for (const number of [1, 2]) await sendPart(upload, number, Buffer.from('small'))
      const [first, second] = await store.multipart.listParts(upload)
      if (!first || !second) throw new Error('two parts were sent')
      const refused = [
        [{ ...first, etag: `"${'0'.repeat(32)}"` }],
        [first, { ...second, number: 3 }],
        [first, second],
        [second, first],
        [],
      ]
      for (const parts of refused) {
        await expect(store.multipart.complete(upload, parts)).rejects.toBeInstanceOf(InvalidPart)
      }
      expect(await store.head(`${prefix}/incomplete`)).toBeUndefined()
      expect(await store.multipart.listParts(upload)).toEqual([first, second])
      await store.multipart.abort(upload)
    })

    it('forgets an aborted upload, and aborting again is fine', async () => {
      const { store, prefix } = bench()
      const upload = await store.multipart.create(`${prefix}/aborted`)
      await sendPart(upload, 1, Buffer.from('x'))
      await store.multipart.abort(upload)
      await store.multipart.abort(upload)
      await expect(store.multipart.listParts(upload)).rejects.toBeInstanceOf(UploadNotFound)
      expect((await sendPart(upload, 1, Buffer.from('x'))).status).toBe(404)
      const part = { number: 1, size: 1, etag: '"x"' }
      await expect(store.multipart.complete(upload, [part])).rejects.toBeInstanceOf(UploadNotFound)
    })

    it('does not list an upload that is not complete', async () => {
      const { store, prefix } = bench()
      const upload = await store.multipart.create(`${prefix}/open/object`)
      await sendPart(upload, 1, Buffer.from('x'))
      for await (const { key } of store.list(`${prefix}/open/`)) expect.fail(`listed ${key}`)
      await store.multipart.abort(upload)
    })
  })
}
