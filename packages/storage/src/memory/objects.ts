import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ObjectNotFound, PreconditionFailed, RangeNotSatisfiable } from '../errors.ts'
import type { ByteRange, ObjectInfo, ObjectReader, ObjectWriter, PutBody, PutOptions } from '../port.ts'

export interface MemoryObject extends ObjectInfo {
  bytes: Buffer
}

export interface MemoryObjects {
  operations: ObjectReader & ObjectWriter
  find(key: string): MemoryObject | undefined
  /** Writes at once; false where `ifNoneMatch` met an object. */
  write(key: string, bytes: Buffer, etag: string, options: PutOptions): boolean
}

export function createMemoryObjects(): MemoryObjects {
  const objects = new Map<string, MemoryObject>()
  const find = (key: string) => objects.get(key)
  const keysUnder = (prefix: string) =>
    [...objects.keys()].filter((key) => key.startsWith(prefix)).sort(byBytes)

  function write(key: string, bytes: Buffer, etag: string, options: PutOptions): boolean {
    if (options.ifNoneMatch && objects.has(key)) return false
    const { contentType, cacheControl } = options
    const lastModified = new Date()
    objects.set(key, { key, size: bytes.length, etag, lastModified, contentType, cacheControl, bytes })
    return true
  }

  const operations: ObjectReader & ObjectWriter = {
    async put(key, body, options = {}) {
      const bytes = await bytesOf(body)
      options.signal?.throwIfAborted()
      const etag = etagOf(bytes)
      return write(key, bytes, etag, options) ? { outcome: 'written', etag } : { outcome: 'exists' }
    },
    uploadFile: (path, key, options) => operations.put(key, { file: path }, options),
    async get(key, { range, ifMatch, signal } = {}) {
      signal?.throwIfAborted()
      const object = objects.get(key)
      if (!object) throw new ObjectNotFound(key)
      if (ifMatch !== undefined && ifMatch !== object.etag) throw new PreconditionFailed(key)
      const { bytes, ...info } = object
      const span = range && resolveRange(range, bytes.length)
      if (range && !span) throw new RangeNotSatisfiable(key)
      const wanted = span ? bytes.subarray(span.start, span.end + 1) : bytes
      const contentRange = span && `bytes ${span.start}-${span.end}/${bytes.length}`
      return { ...info, body: Readable.from([wanted]), contentLength: wanted.length, contentRange }
    },
    async head(key, { signal } = {}) {
      signal?.throwIfAborted()
      const object = objects.get(key)
      if (!object) return undefined
      const { bytes: _bytes, ...info } = object
      return info
    },
    async *list(prefix, { signal } = {}) {
      for (const key of keysUnder(prefix)) {
        signal?.throwIfAborted()
        const object = objects.get(key)
        if (!object) continue
        const { size, etag, lastModified } = object
        yield { key, size, etag, lastModified }
      }
    },
    async downloadToFile(key, path, { signal } = {}) {
      signal?.throwIfAborted()
      const object = objects.get(key)
      if (!object) throw new ObjectNotFound(key)
      const { bytes, ...info } = object
      await writeFile(path, bytes, { signal })
      return info
    },
    async delete(key, { signal } = {}) {
      signal?.throwIfAborted()
      objects.delete(key)
    },
    async deleteMany(keys, { signal } = {}) {
      signal?.throwIfAborted()
      for (const key of keys) objects.delete(key)
    },
    async deletePrefix(prefix, { signal } = {}) {
      signal?.throwIfAborted()
      if (prefix === '') throw new TypeError('An empty prefix would delete the whole bucket')
      const keys = keysUnder(prefix)
      for (const key of keys) objects.delete(key)
      return keys.length
    },
  }
  return { operations, find, write }
}

export function etagOf(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`
}

/** S3 lists in the order of UTF-8 bytes, which is not that of UTF-16 units. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Undefined where the range starts behind the end (416). */
function resolveRange(range: ByteRange, size: number): { start: number; end: number } | undefined {
  if ('suffix' in range) {
    return range.suffix > 0 && size > 0
      ? { start: Math.max(0, size - range.suffix), end: size - 1 }
      : undefined
  }
  return range.start < size ? { start: range.start, end: Math.min(range.end ?? size, size - 1) } : undefined
}

async function bytesOf(body: PutBody): Promise<Buffer> {
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return Buffer.from(body)
  return 'file' in body ? readFile(body.file) : buffer(body.stream)
}
