import { describe, expect, it } from 'vitest'
import { sniffPicture } from './uploaded-picture.ts'

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

describe('sniffPicture', () => {
  it.each([
    ['png', bytes('\x89PNG\r\n\x1a\n')],
    ['jpeg', bytes('\xff\xd8\xff\xe1')],
    ['webp', bytes('RIFF\x10\0\0\0WEBPVP8 ')],
    [null, bytes('RIFF\x10\0\0\0WAVEfmt ')],
    [null, bytes('GIF89a')],
    [null, bytes('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [null, bytes('')],
  ])('%s', (format, head) => {
    expect(sniffPicture(head)).toBe(format)
  })
})
