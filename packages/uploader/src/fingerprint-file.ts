/** What a system says of a file without opening it. */
export interface FileFacts {
  readonly fileName: string
  /** Bytes. */
  readonly size: number
  /** Milliseconds since 1970, whole: what browsers and Node both tell. */
  readonly lastModified: number
}

/** Bytes `start` to `end` of a file, `end` excluded. */
export type ReadBytes = (start: number, end: number) => Promise<ArrayBuffer>

/** Both ends of a file are read, this much of each: containers keep their tables there. */
const END_BYTES = 1_000_000

/**
 * By what a file is recognised after a restart, in a browser and in Node alike: SHA-256 over its name, size, time
 * and both ends, in hexadecimal. Null where the platform has no hashes, as in pages that did not come over HTTPS.
 * Rejects where the file cannot be read.
 */
export async function fingerprintFile(facts: FileFacts, read: ReadBytes): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null
  const { fileName, size, lastModified } = facts
  const head = await read(0, Math.min(END_BYTES, size))
  const tail = await read(Math.max(head.byteLength, size - END_BYTES), size)
  const name = new TextEncoder().encode(JSON.stringify([fileName, size, lastModified]))
  const digest = await crypto.subtle.digest('SHA-256', await new Blob([name, head, tail]).arrayBuffer())
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
