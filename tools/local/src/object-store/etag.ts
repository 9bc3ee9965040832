import { createHash } from 'node:crypto'

export function quoted(etag: string): string {
  return `"${etag}"`
}

/** Clients send ETags with or without quotes, and as weak ones. */
export function unquoted(etag: string): string {
  return etag.trim().replace(/^W\//, '').replaceAll('"', '')
}

/** S3's ETag of an object made of parts: the MD5 of their MD5s, and their count. */
export function multipartEtag(md5s: readonly string[]): string {
  const hash = createHash('md5')
  for (const md5 of md5s) hash.update(Buffer.from(md5, 'hex'))
  return `${hash.digest('hex')}-${md5s.length}`
}
