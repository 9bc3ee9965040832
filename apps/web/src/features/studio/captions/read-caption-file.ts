/** Bytes; the API takes no more. */
const MAX_BYTES = 200_000

/** A file's text, or the code of why it has none. */
export type CaptionText = { ok: true; text: string } | { ok: false; code: string }

/** UTF-8, or UTF-16 where the file says so by its first two bytes. Nothing else can be told from noise. */
export async function readCaptionFile(file: Blob): Promise<CaptionText> {
  // UTF-16 may shrink by half.
  if (file.size > 2 * MAX_BYTES) return { ok: false, code: 'CAPTION_FILE_TOO_LARGE' }
  const bytes = new Uint8Array(await file.arrayBuffer())
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : isBigEndian(bytes) ? 'utf-16be' : 'utf-8'
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return { ok: false, code: 'CAPTION_FILE_NOT_TEXT' }
    throw error
  }
}

function isBigEndian(bytes: Uint8Array): boolean {
  return bytes[0] === 0xfe && bytes[1] === 0xff
}
