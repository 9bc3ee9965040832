import { createHash, randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import type { PutBody } from '../port.ts'
import type { Bench } from './describe-object-store.ts'

/** Just above what goes up in one request. */
const MULTIPART_BYTES = 65 * 2 ** 20

export function writingBehaviour(bench: () => Bench): void {
  describe('put', () => {
    it('keeps bytes, content type and cache control, and answers the ETag that head then has', async () => {
      const { store, prefix } = bench()
      const key = `${prefix}/headers`
      const options = { contentType: 'video/mp4', cacheControl: 'public, max-age=60' }
      const put = await store.put(key, Buffer.from('bytes'), options)
      const head = await store.head(key)
      expect(head).toMatchObject({ key, size: 5, ...options })
      expect(put).toEqual({ outcome: 'written', etag: head?.etag })
      expect(Math.abs(Date.now() - (head?.lastModified.getTime() ?? 0))).toBeLessThan(60_000)
    })

    it('takes bytes, text, streams and files, empty ones too', async () => {
      const { store, prefix, scratch } = bench()
      const file = join(scratch, 'body')
      await writeFile(file, 'four')
      const stream = () => ({ stream: Readable.from([Buffer.from('fo'), Buffer.from('ur')]), size: 4 })
      const bodies: Record<string, [PutBody, string]> = {
        bytes: [Buffer.from('four'), 'four'],
        text: ['vier, 네, ٤', 'vier, 네, ٤'],
        stream: [stream(), 'four'],
        file: [{ file }, 'four'],
        empty: ['', ''],
      }
      for (const [name, [body, wanted]] of Object.entries(bodies)) {
        await store.put(`${prefix}/body-${name}`, body)
        expect(await text((await store.get(`${prefix}/body-${name}`)).body), name).toBe(wanted)
      }
    })

    it('replaces what is there', async () => {
      const { store, prefix } = bench()
      await store.put(`${prefix}/replaced`, 'first, and longer')
      await store.put(`${prefix}/replaced`, 'second')
      expect(await text((await store.get(`${prefix}/replaced`)).body)).toBe('second')
    })

    it('with ifNoneMatch lets one of eight writers win, and its bytes stand', async () => {
      const { store, prefix } = bench()
      const key = `${prefix}/race`
      const writers = Array.from({ length: 8 }, (_, writer) =>
        store.put(key, `writer ${writer}`, { ifNoneMatch: '*' }),
      )
      const outcomes = (await Promise.all(writers)).map(({ outcome }) => outcome)
      expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1)
      const winner = outcomes.indexOf('written')
      expect(await text((await store.get(key)).body)).toBe(`writer ${winner}`)
    })

    it('carries a file of more than 64 MiB whole', async () => {
      const { store, prefix, scratch } = bench()
      const file = join(scratch, 'large')
      const bytes = randomBytes(MULTIPART_BYTES)
      await writeFile(file, bytes)
      await store.uploadFile(file, `${prefix}/large`, { contentType: 'video/mp4' })
      expect(await store.head(`${prefix}/large`)).toMatchObject({
        size: MULTIPART_BYTES,
        contentType: 'video/mp4',
      })
      const hash = createHash('sha256')
      for await (const chunk of (await store.get(`${prefix}/large`)).body) hash.update(chunk)
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(await store.put(`${prefix}/large`, { file }, { ifNoneMatch: '*' })).toEqual({
        outcome: 'exists',
      })
    })

    it('rejects with the reason of its signal', async () => {
      const { store, prefix } = bench()
      const reason = new Error('cancelled by the test')
      const signal = AbortSignal.abort(reason)
      await expect(store.put(`${prefix}/never`, 'x', { signal })).rejects.toBe(reason)
      expect(await store.head(`${prefix}/never`)).toBeUndefined()
    })
  })

  describe('delete', () => {
    it('removes one, and succeeds where there is none', async () => {
      const { store, prefix } = bench()
      await store.put(`${prefix}/gone`, 'x')
      await store.delete(`${prefix}/gone`)
      await store.delete(`${prefix}/gone`)
      expect(await store.head(`${prefix}/gone`)).toBeUndefined()
    })

    it('removes many, those with strange keys too', async () => {
      const { store, prefix } = bench()
      const keys = ['plain', 'a b', 'a+b', '100%', '<&>"\'', '영상/파일', 'slash//slash', 'end/'].map(
        (name) => `${prefix}/many/${name}`,
      )
      for (const key of keys) await store.put(key, key)
      for (const key of keys) expect((await buffer((await store.get(key)).body)).toString()).toBe(key)
      await store.deleteMany([...keys, `${prefix}/many/never was`])
      for (const key of keys) expect(await store.head(key), key).toBeUndefined()
    })

    it('removes a prefix and nothing beside it', async () => {
      const { store, prefix } = bench()
      const inside = ['a/1', 'a/2', 'a/b/3'].map((name) => `${prefix}/tree/${name}`)
      for (const key of [...inside, `${prefix}/tree/ab`]) await store.put(key, 'x')
      expect(await store.deletePrefix(`${prefix}/tree/a/`)).toBe(3)
      expect(await store.head(`${prefix}/tree/ab`)).toBeDefined()
      await expect(store.deletePrefix('')).rejects.toThrow(TypeError)
    })
  })
}
