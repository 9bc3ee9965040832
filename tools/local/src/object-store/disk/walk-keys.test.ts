import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesToKey, keyToBytes, objectPath } from './escape-key.ts'
import { type Walk, walkKeys } from './walk-keys.ts'

const pieces = fc.constantFrom('/', 'a', 'B', '-', '0', '~', '가', 'x'.repeat(64))
const keys = fc.array(pieces, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(''))

async function walked(root: string, walk: Partial<Record<keyof Walk, string>>): Promise<string[]> {
  const { prefix = '', after = '', skip } = walk
  const bytes = { prefix: keyToBytes(prefix), after: keyToBytes(after), skip: skip && keyToBytes(skip) }
  const found: string[] = []
  for await (const { key } of walkKeys(root, { ...bytes, skip: bytes.skip || undefined }))
    found.push(bytesToKey(key))
  return found
}

function inByteOrder(list: string[]): string[] {
  return [...list].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

describe('walkKeys', () => {
  it('gives the wanted keys in byte order, whatever they are', async () => {
    const wanted = fc.uniqueArray(keys, { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(wanted, keys, keys, async (list, prefix, after) => {
        const root = await mkdtemp(join(tmpdir(), 'marquee-walk-'))
        for (const key of list) {
          const path = join(root, objectPath(key))
          await mkdir(dirname(path), { recursive: true })
          await writeFile(path, '')
        }
        const behind = (key: string) => Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0
        expect(await walked(root, {})).toEqual(inByteOrder(list))
        expect(await walked(root, { prefix })).toEqual(
          inByteOrder(list.filter((key) => key.startsWith(prefix))),
        )
        expect(await walked(root, { after })).toEqual(inByteOrder(list.filter(behind)))
        const kept = list.filter((key) => !key.startsWith(prefix) && behind(key))
        expect(await walked(root, { after, skip: prefix })).toEqual(inByteOrder(kept))
        await rm(root, { recursive: true })
      }),
      { numRuns: 60 },
    )
  })

  it('finds nothing in a folder that is not there', async () => {
    expect(await walked('/nowhere/at/all', {})).toEqual([])
  })
})
