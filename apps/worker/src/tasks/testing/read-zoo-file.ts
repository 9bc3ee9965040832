import { createHash } from 'node:crypto'
import { FOOTAGE, makeClip, readFootage } from './footage.ts'
import type { ZooFile } from './zoo-file.ts'

/** Whether this machine can have the file: what is drawn, anywhere; footage, where there is some. */
export const isAtHand = ({ drawn }: ZooFile): boolean => drawn !== undefined || FOOTAGE !== null

/** Bytes of one file of the zoo. */
export async function readZooFile({ file, drawn, keep = 1, outcome }: ZooFile): Promise<Buffer> {
  if (!drawn) return readFootage(`zoo/${file}`)
  // Kept between runs: other arguments are another clip.
  const recipe = createHash('sha256').update(drawn).digest('hex').slice(0, 12)
  const whole = await makeClip(`${recipe}-${file}`, drawn.split(' '))
  if (typeof outcome !== 'string' && outcome.rotation !== 0) turn(whole, outcome.rotation)
  return whole.subarray(0, Math.floor(whole.length * keep))
}

/** Cosine and sine of the turns, in 16.16 fixed point. */
const TURNS: Readonly<Record<number, readonly [number, number]>> = { 180: [-0x10000, 0], 270: [0, -0x10000] }
/** From the type of a `tkhd` box, version 0, to its matrix (ISO/IEC 14496-12 §8.3.2). */
const MATRIX_OFFSET = 44

/** Writes a rotation into the track header of an MP4 of one track. */
function turn(movie: Buffer, rotation: number): void {
  const matrix = movie.indexOf('tkhd') + MATRIX_OFFSET
  const [cosine, sine] = TURNS[rotation] ?? [0x10000, 0]
  movie.writeInt32BE(cosine, matrix)
  movie.writeInt32BE(sine, matrix + 4)
  movie.writeInt32BE(-sine, matrix + 12)
  movie.writeInt32BE(cosine, matrix + 16)
}
