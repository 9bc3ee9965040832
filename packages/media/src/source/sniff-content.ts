import { isAsf } from './read-asf.ts'

/** What the first bytes of a file say it is, whatever its name. */
export type Sniffed = 'mp4' | 'asf' | 'playlist' | 'audio' | 'other'

/** How many bytes sniffing looks at. */
export const SNIFF_BYTES = 4096

const PLAYLIST_STARTS = [
  '#extm3u',
  'ffconcat version',
  '[playlist]',
  '<smil',
  '<mpd',
  '<asx',
  'file ',
  '[reference]',
]

/**
 * Recognizes what must never reach a demuxer that follows references (playlists), what can only be sound,
 * and what may be walked as ISO boxes.
 */
export function sniffContent(head: Uint8Array): Sniffed {
  if (isPlaylist(head)) return 'playlist'
  if (isAudioOnly(head)) return 'audio'
  if (isAsf(head)) return 'asf'
  return isIsoBoxes(head) ? 'mp4' : 'other'
}

function isPlaylist(head: Uint8Array): boolean {
  const text = asciiFrom(head, 0, head.length)
    .replace(/^[^\x21-\x7e]+/, '')
    .toLowerCase()
  if (PLAYLIST_STARTS.some((start) => text.startsWith(start))) return true
  return text.startsWith('<?xml') && /<(mpd|smil|asx)[\s>]/.test(text)
}

function isAudioOnly(head: Uint8Array): boolean {
  const start = asciiFrom(head, 0, 4)
  if (start.startsWith('ID3') || start === 'fLaC' || isMpegAudio(head)) return true
  const kind = asciiFrom(head, 8, 12)
  return (start === 'RIFF' && kind === 'WAVE') || (start === 'FORM' && ['AIFF', 'AIFC'].includes(kind))
}

/** The header of a frame of MP3 or MP2 (ISO/IEC 11172-3 §2.4.2.3), or of AAC in ADTS (ISO/IEC 14496-3 §1.A.3.2). */
function isMpegAudio(head: Uint8Array): boolean {
  const [sync = 0, second = 0, third = 0] = head
  if (sync !== 0xff || (second & 0xe0) !== 0xe0) return false
  const layer = (second >> 1) & 3
  if (layer === 0) return (second & 0x10) !== 0 && ((third >> 2) & 15) < 13
  const isReserved = ((second >> 3) & 3) === 1 || third >> 4 === 15 || ((third >> 2) & 3) === 3
  // Layer I is dead; its header is also a byte order mark of UTF-16.
  return layer !== 3 && !isReserved
}

/** Types that may open an ISO file; QuickTime files may start without `ftyp`. */
const FIRST_BOXES = ['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot']

function isIsoBoxes(head: Uint8Array): boolean {
  return FIRST_BOXES.includes(asciiFrom(head, 4, 8))
}

function asciiFrom(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}
