import type { DeliveryPath } from './parse-delivery-path.ts'

export type FileKind = 'manifest' | 'segment' | 'image' | 'text' | 'download'

export interface FileType {
  readonly kind: FileKind
  readonly contentType: string
}

/**
 * What may leave the bucket. An extension that is not here is not served: `publication.json` and whatever else
 * lies beside a stream stays inside. HLS: RFC 8216 section 4; DASH: ISO/IEC 23009-1 annex C.
 */
const FILE_TYPES: Readonly<Record<string, FileType>> = {
  m3u8: { kind: 'manifest', contentType: 'application/vnd.apple.mpegurl' },
  mpd: { kind: 'manifest', contentType: 'application/dash+xml' },
  mp4: { kind: 'segment', contentType: 'video/mp4' },
  m4s: { kind: 'segment', contentType: 'video/iso.segment' },
  m4a: { kind: 'segment', contentType: 'audio/mp4' },
  ts: { kind: 'segment', contentType: 'video/mp2t' },
  vtt: { kind: 'text', contentType: 'text/vtt; charset=utf-8' },
  jpg: { kind: 'image', contentType: 'image/jpeg' },
  png: { kind: 'image', contentType: 'image/png' },
  webp: { kind: 'image', contentType: 'image/webp' },
}

/** A file to take away is one whatever it holds: a film of it weighs as much as all of its segments. */
export function fileTypeOf({
  extension,
  purpose,
}: Pick<DeliveryPath, 'extension' | 'purpose'>): FileType | undefined {
  const type = Object.hasOwn(FILE_TYPES, extension) ? FILE_TYPES[extension] : undefined
  return type && purpose === 'download' ? { ...type, kind: 'download' } : type
}

/** Text shrinks to a tenth; pictures and segments are compressed already. */
export function isCompressible({ kind }: FileType): boolean {
  return kind === 'manifest' || kind === 'text'
}
