/** A title that is a whole file name in every file system (255 bytes), with room for what comes behind it. UTF-8 bytes. */
const MAX_BYTES = 180
const FALLBACK = 'video'

/** Control characters, halves of letters, and those that turn the direction of what follows: «fdp.exe» must not look like «exe.pdf». */
const INVISIBLE = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu
/** What Windows, which is the strictest, takes in no name. */
const FORBIDDEN = /[\\/:*?"<>|]+/g

/**
 * The name of a file after a title, without its extension: no path, nothing that ends a line or a header, not hidden. The
 * name of a name is itself.
 */
export function fileNameOf(title: string): string {
  const plain = title.replace(INVISIBLE, ' ').replace(FORBIDDEN, ' ').replace(/\s+/gu, ' ')
  const cut = cutToBytes(plain.replace(/^[. ]+/, ''), MAX_BYTES)
  return cut.replace(/[. ]+$/, '') || FALLBACK
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** No letter is cut in two: of a family of emoji nobody is left alone. */
function cutToBytes(text: string, limit: number): string {
  let bytes = 0
  for (const { segment, index } of graphemes.segment(text)) {
    bytes += sizeOf(segment)
    if (bytes > limit) return text.slice(0, index)
  }
  return text
}

/** In UTF-8 (RFC 3629 section 3). */
function sizeOf(text: string): number {
  const sizes = Array.from(text, (char) => {
    const point = char.codePointAt(0) ?? 0
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  })
  return sizes.reduce((sum, size) => sum + size, 0)
}
