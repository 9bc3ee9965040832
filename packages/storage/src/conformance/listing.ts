import { describe, expect, it } from 'vitest'
import type { Bench } from './describe-object-store.ts'

/** More than a page of S3, which is 1,000. */
const MANY = 1_005

export function listingBehaviour(bench: () => Bench): void {
  async function keysUnder(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for await (const { key } of bench().store.list(prefix)) keys.push(key)
    return keys
  }

  describe('list', () => {
    it('answers in the order of UTF-8 bytes, the whole of strange keys', async () => {
      const { store, prefix } = bench()
      const names = [
        'A',
        'a',
        'a b',
        'a!',
        'a+b',
        'a-b',
        'a/b',
        'a/',
        'a//c',
        'a0',
        'Z',
        '~',
        'é',
        '가',
        '😀',
        '\uffee',
      ]
      const long = `${'x'.repeat(300)}/${'Y'.repeat(80)}`
      const keys = [...names, long].map((name) => `${prefix}/order/${name}`)
      for (const key of keys) await store.put(key, 'x')
      const wanted = keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      expect(await keysUnder(`${prefix}/order/`)).toEqual(wanted)
    })

    it('knows size and ETag', async () => {
      const { store, prefix } = bench()
      await store.put(`${prefix}/entry`, 'seven b')
      for await (const entry of store.list(`${prefix}/entry`)) {
        expect(entry).toMatchObject({ size: 7, etag: (await store.head(`${prefix}/entry`))?.etag })
      }
    })

    it(`goes over pages: ${MANY} keys, and deletes them by prefix`, async () => {
      const { store, prefix } = bench()
      const queue = Array.from(
        { length: MANY },
        (_, index) => `${prefix}/many/${index % 7}/${index}`,
      ).values()
      const lane = async () => {
        for (const key of queue) await store.put(key, 'x')
      }
      await Promise.all(Array.from({ length: 16 }, lane))
      const keys = await keysUnder(`${prefix}/many/`)
      expect(new Set(keys).size).toBe(MANY)
      expect(keys).toEqual([...keys].sort())
      expect(await store.deletePrefix(`${prefix}/many/`)).toBe(MANY)
      expect(await keysUnder(`${prefix}/many/`)).toEqual([])
    })

    it('answers nothing under a prefix that has nothing', async () => {
      expect(await keysUnder(`${bench().prefix}/nothing/here`)).toEqual([])
    })
  })
}
