/** What a picture that somebody uploads may be, to stand for a video or to be drawn into it. */
export const PICTURE_LIMITS = {
  /** 2 MB. */
  bytes: 2_000_000,
  /** As many as a phone of today takes pictures with, within 40 MB of memory. */
  pixels: 10_000_000,
} as const

/** Formats of still pictures that are taken. */
export const PICTURE_FORMATS = ['jpeg', 'png', 'webp'] as const
export type PictureFormat = (typeof PICTURE_FORMATS)[number]

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff]

/** By its first bytes, whatever it is called; null for what is no such picture. */
export function sniffPicture(head: Uint8Array): PictureFormat | null {
  const begins = (bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte)
  if (begins(PNG)) return 'png'
  if (begins(JPEG)) return 'jpeg'
  const ascii = (start: number) => String.fromCharCode(...head.subarray(start, start + 4))
  return ascii(0) === 'RIFF' && ascii(8) === 'WEBP' ? 'webp' : null
}
