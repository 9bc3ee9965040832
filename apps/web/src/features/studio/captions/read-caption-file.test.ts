import { describe, expect, it } from 'vitest'
import { readCaptionFile } from './read-caption-file.ts'

const SRT = '1\n00:00:01,000 --> 00:00:02,000\n안녕\n'

function utf16(text: string, bigEndian: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new DataView(new ArrayBuffer(2 + 2 * text.length))
  for (const [index, unit] of [...`\uFEFF${text}`].entries())
    bytes.setUint16(2 * index, unit.charCodeAt(0), !bigEndian)
  return new Uint8Array(bytes.buffer)
}

describe('readCaptionFile', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(SRT)],
    ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${SRT}`)],
    ['UTF-16, little end first', utf16(SRT, false)],
    ['UTF-16, big end first', utf16(SRT, true)],
  ])('reads %s', async (_, bytes) => {
    expect(await readCaptionFile(new Blob([bytes]))).toEqual({ ok: true, text: SRT })
  })

  it.each([
    ['another encoding', Uint8Array.of(0xb0, 0xa1, 0xff), 'CAPTION_FILE_NOT_TEXT'],
    ['a film', new Uint8Array(400_001), 'CAPTION_FILE_TOO_LARGE'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await readCaptionFile(new Blob([bytes]))).toEqual({ ok: false, code })
  })
})
