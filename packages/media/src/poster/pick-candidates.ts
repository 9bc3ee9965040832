/** A picture of a film, and what can be said of it without looking. */
export interface SeenPicture {
  readonly file: string
  /** Where in the film it was looked for. */
  readonly atMs: number
  /** Of luma, 0 to 255. */
  readonly mean: number
  /** Standard deviation of luma, 0 to 128. */
  readonly spread: number
  /** A few grey pixels, as many for every picture: what it looks like from far away. */
  readonly sketch: Uint8Array
}

/** What a creator is offered at most. */
const MOST = 4
/** Means beyond these are nearly black or nearly white as a whole. */
const DARK = 32
const BRIGHT = 224
/** A flat card spreads less. */
const FLAT = 6
/** Pictures whose sketches differ by less, of 255 on average, are one and the same to a creator. */
const ALIKE = 5

/**
 * Which pictures may stand for a film, the liveliest first: none nearly black, white or flat, no two alike. Where all are
 * so, the liveliest alone.
 */
export function pickCandidates(pictures: readonly SeenPicture[]): readonly SeenPicture[] {
  const liveliestFirst = pictures.toSorted((one, other) => liveliness(other) - liveliness(one))
  const picked: SeenPicture[] = []
  for (const picture of liveliestFirst)
    if (!isDull(picture) && !picked.some((one) => difference(one, picture) < ALIKE)) picked.push(picture)
  return picked.length > 0 ? picked.slice(0, MOST) : liveliestFirst.slice(0, 1)
}

function isDull({ mean, spread }: SeenPicture): boolean {
  return mean < DARK || mean > BRIGHT || spread < FLAT
}

/** Spread of luma, halved where the picture as a whole is nearly black or nearly white. */
function liveliness({ mean, spread }: SeenPicture): number {
  return mean < DARK || mean > BRIGHT ? spread / 2 : spread
}

function difference({ sketch: one }: SeenPicture, { sketch: other }: SeenPicture): number {
  const sum = one.reduce((total, value, at) => total + Math.abs(value - (other[at] ?? 0)), 0)
  return sum / Math.max(1, one.length)
}
