import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore } from '@marquee/storage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FileCache, openFileCache } from './file-cache.ts'

const { signal } = new AbortController()
let root: string
let downloads: number
let store: ReturnType<typeof createMemoryStore>

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'marquee-cache-'))
  downloads = 0
  const memory = createMemoryStore('originals')
  store = {
    ...memory,
    downloadToFile: (...args) => {
      downloads += 1
      return memory.downloadToFile(...args)
    },
  }
  await store.put('one', Buffer.alloc(1000, 1))
  await store.put('two', Buffer.alloc(1000, 2))
})
afterEach(() => rm(root, { recursive: true, force: true }))

const open = (maxBytes = 1e6): Promise<FileCache> =>
  openFileCache({ folder: join(root, 'cache'), uid: null, maxBytes })

describe('FileCache', () => {
  it('downloads an object once for many at the same time', async () => {
    const cache = await open()
    const paths = Array.from({ length: 8 }, (_, index) => join(root, `task-${index}`))
    await Promise.all(paths.map((path) => cache.fetch(store, 'one', path, signal)))
    expect(downloads).toBe(1)
    for (const path of paths) expect((await readFile(path))[0]).toBe(1)
  })

  it('is shared by two processes that start at once', async () => {
    const [one, other] = await Promise.all([open(), open()])
    await Promise.all([
      one.fetch(store, 'one', join(root, 'a'), signal),
      other.fetch(store, 'one', join(root, 'b'), signal),
    ])
    expect(await readFile(join(root, 'b'))).toEqual(await readFile(join(root, 'a')))
    expect(await readdir(join(root, 'cache'))).toHaveLength(1)
  })

  it('drops the longest unused beyond its bound, and takes no file from who holds it', async () => {
    const cache = await open(2500)
    await store.put('three', Buffer.alloc(1000, 3))
    await cache.fetch(store, 'one', join(root, 'a'), signal)
    await cache.fetch(store, 'two', join(root, 'b'), signal)
    // The cache's own file, by another link.
    await utimes(join(root, 'b'), 0, 0)
    await cache.fetch(store, 'three', join(root, 'c'), signal)
    expect(await readdir(join(root, 'cache'))).toHaveLength(2)
    await cache.fetch(store, 'one', join(root, 'd'), signal)
    await cache.fetch(store, 'three', join(root, 'e'), signal)
    expect(downloads).toBe(3)
    expect((await readFile(join(root, 'b')))[0]).toBe(2)
  })

  it('takes no download from who is still at it, and removes one that was forsaken', async () => {
    const events = new EventEmitter()
    const begun = once(events, 'begun')
    const slow: typeof store = {
      ...store,
      async downloadToFile(key, path, options) {
        await writeFile(`${path}.partial`, 'half')
        const goOn = once(events, 'go on')
        events.emit('begun')
        await goOn
        await rm(`${path}.partial`)
        return store.downloadToFile(key, path, options)
      },
    }
    const cache = await open(10)
    const forsaken = join(root, 'cache', 'dead.part')
    await writeFile(forsaken, Buffer.alloc(100))
    await utimes(forsaken, 0, 0)
    const fetching = cache.fetch(slow, 'two', join(root, 'b'), signal)
    await begun
    await cache.fetch(store, 'one', join(root, 'a'), signal)
    const left = await readdir(join(root, 'cache'))
    expect(left.filter((name) => name.endsWith('.part.partial'))).toHaveLength(1)
    expect(existsSync(forsaken)).toBe(false)
    events.emit('go on')
    await fetching
    expect((await readFile(join(root, 'b')))[0]).toBe(2)
  })

  it('hands out a file larger than its bound', async () => {
    const cache = await open(10)
    await cache.fetch(store, 'one', join(root, 'a'), signal)
    expect(existsSync(join(root, 'a'))).toBe(true)
  })

  it('knows a new version of a key by its ETag, and keeps what was just uploaded', async () => {
    const cache = await open()
    await cache.fetch(store, 'one', join(root, 'a'), signal)
    await writeFile(join(root, 'new'), Buffer.alloc(10, 3))
    const put = await store.uploadFile(join(root, 'new'), 'one')
    if (put.outcome !== 'written') throw new Error('not written')
    await cache.keep(store, 'one', put.etag, join(root, 'new'))
    await cache.fetch(store, 'one', join(root, 'c'), signal)
    expect((await readFile(join(root, 'c')))[0]).toBe(3)
    expect(downloads).toBe(1)
  })

  it('leaves nothing behind where the object is missing or the task stops', async () => {
    const cache = await open()
    await expect(cache.fetch(store, 'absent', join(root, 'a'), signal)).rejects.toThrow('absent')
    await expect(
      cache.fetch(store, 'one', join(root, 'a'), AbortSignal.abort(new Error('stop'))),
    ).rejects.toThrow('stop')
    expect(await readdir(join(root, 'cache'))).toEqual([])
  })
})
