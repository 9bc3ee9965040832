/*
 * Changes fields of the first track of an MP4 (ISO/IEC 14496-12). What is not found throws: a stand-in that is not what
 * it says would test nothing.
 */

/** Into `tkhd`: version and flags, two times, track id, duration, layer, group, volume, reserved (§8.3.2). */
const MATRIX_OFFSET = 40
/** Into a visual sample entry: what every entry has, and 16 reserved bytes (§12.1.3). */
const SIZE_OFFSET = 24

/** Clockwise by 90°; 1 is 0x10000, in the last place 0x40000000. */
const QUARTER_TURN = [0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000]

/** As a phone that is held upright writes it: the picture lies on its side, and a matrix turns it. */
export function turnUpright(movie: Uint8Array): Buffer {
  const turned = Buffer.from(movie)
  const matrix = contentOf('tkhd', turned) + MATRIX_OFFSET
  for (const [index, value] of QUARTER_TURN.entries()) turned.writeInt32BE(value, matrix + 4 * index)
  return turned
}

/** The sample entry states 65535×65535; the frames stay what they are. */
export function overstateSize(movie: Uint8Array): Buffer {
  const lying = Buffer.from(movie)
  lying.writeUInt32BE(0xffffffff, contentOf('avc1', lying, contentOf('stsd', lying)) + SIZE_OFFSET)
  return lying
}

/** Position of the first byte of the first such box from `from` on. */
function contentOf(type: string, movie: Buffer, from = 0): number {
  const at = movie.indexOf(type, from, 'latin1')
  if (at < 0) throw new Error(`The generated MP4 has no ${type} box`)
  return at + type.length
}
