import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore } from '@marquee/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { uploadFolder } from './upload-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-upload-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function writeSegments(count: number) {
  await mkdir(join(folder, 'video'))
  for (let index = 0; index < count; index += 1)
    await writeFile(join(folder, 'video', `${index}.m4s`), `${index}`)
}

const { signal } = new AbortController()

describe('uploadFolder', () => {
  it('uploads all that is below a folder, as what it is', async () => {
    await writeSegments(30)
    await writeFile(join(folder, 'master.m3u8'), '#EXTM3U')
    const store = createMemoryStore()
    await uploadFolder(store, folder, 'set/', signal)
    const keys: string[] = []
    for await (const { key } of store.list('set/')) keys.push(key)
    expect(keys).toHaveLength(31)
    expect((await store.get('set/video/29.m4s')).contentType).toBe('video/iso.segment')
    expect((await store.get('set/master.m3u8')).contentType).toBe('application/vnd.apple.mpegurl')
  })

  it('has nothing under way any more when it fails, and begins nothing after the first failure', async () => {
    await writeSegments(60)
    const refusal = new Error('The bucket refuses.')
    let underWay = 0
    const begun: string[] = []
    const store = {
      ...createMemoryStore(),
      async uploadFile(_path: string, key: string, options?: { signal?: AbortSignal }): Promise<never> {
        begun.push(key)
        if (begun.length === 3) throw refusal
        underWay += 1
        await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve, { once: true }))
        underWay -= 1
        throw options?.signal?.reason
      },
    }
    await expect(uploadFolder(store, folder, 'set/', signal)).rejects.toBe(refusal)
    expect(underWay).toBe(0)
    expect(begun).toHaveLength(24)
  })

  it('ends with the task that asks', async () => {
    await writeSegments(30)
    const end = new AbortController()
    const reason = new Error('The task was cancelled.')
    end.abort(reason)
    await expect(uploadFolder(createMemoryStore(), folder, 'set/', end.signal)).rejects.toBe(reason)
  })
})
