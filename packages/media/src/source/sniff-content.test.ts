import { describe, expect, it } from 'vitest'
import { sniffContent } from './sniff-content.ts'

const bytes = (text: string) => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)))

describe('sniffContent', () => {
  it.each([
    ['#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1/', 'playlist'],
    ['\xef\xbb\xbf  \n#extm3u', 'playlist'],
    ['ffconcat version 1.0\nfile x', 'playlist'],
    ["file '/etc/passwd'", 'playlist'],
    ['<?xml version="1.0"?>\n<MPD xmlns="…">', 'playlist'],
    ['\0\0\0\x20ftypisom', 'mp4'],
    ['\0\0\0\x08wide\0\0\0\0mdat', 'mp4'],
    ['\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c', 'asf'],
    ['ID3\x04', 'audio'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio'],
    ['RIFF\0\0\0\0AVI LIST', 'other'],
    ['FORM\0\0\0\0AIFFCOMM', 'audio'],
    ['\xff\xfb\x90\x64', 'audio'],
    ['\xff\xf1\x50\x80', 'audio'],
    // A reserved rate, a byte order mark, a JPEG.
    ['\xff\xfb\xf0\x64', 'other'],
    ['\xff\xfea\0', 'other'],
    ['\xff\xd8\xff\xe0', 'other'],
    ['\x1a\x45\xdf\xa3', 'other'],
    ['<?xml version="1.0"?><svg>', 'other'],
    ['', 'other'],
  ])('%j is %s', (text, kind) => {
    expect(sniffContent(bytes(text))).toBe(kind)
  })
})
