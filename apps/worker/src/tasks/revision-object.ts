import { extname } from 'node:path'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.mpd': 'application/dash+xml',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
  '.jpg': 'image/jpeg',
  '.vtt': 'text/vtt; charset=utf-8',
  '.json': 'application/json',
}

/**
 * What the store says of an object of a revision, by the object's name. A revision never changes: whatever holds it
 * may hold it for a year (RFC 9111, RFC 8246).
 */
export function revisionObject(name: string): {
  readonly contentType: string
  readonly cacheControl: string
} {
  return {
    contentType: CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
    cacheControl: 'public, max-age=31536000, immutable',
  }
}
