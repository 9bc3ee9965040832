/** A span of a film's time, in ms, that one ffmpeg encodes. Every start is a multiple of the segment duration. */
export interface Chunk {
  readonly index: number
  readonly startMs: number
  /** Of the last, the film's duration: it is encoded to whatever end its pictures have. */
  readonly endMs: number
  readonly last: boolean
}
