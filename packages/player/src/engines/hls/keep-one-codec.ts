import type { default as Hls, Level } from 'hls.js'
import { chooseCodec, type DecoderTable } from './choose-codec.ts'

/** Four letters of the codec of a level's pictures: `avc1`. Empty where the playlist does not say. */
export const codecOf = ({ videoCodec }: Pick<Level, 'videoCodec'>): string => videoCodec?.slice(0, 4) ?? ''

/**
 * Leaves the levels of one codec: switching between codecs shows, and a menu would list each size once for each.
 * @param preferred what plays already, so that a set goes on in the same decoder
 */
export function keepOneCodec(hls: Hls, decoders: DecoderTable, preferred: string | undefined): void {
  const offered = [...new Set(hls.levels.map(codecOf))]
  if (offered.length < 2) return
  const first = hls.levels[hls.firstLevel]
  const byOrder = first ? [codecOf(first), ...offered] : offered
  const chosen =
    preferred !== undefined && offered.includes(preferred) ? preferred : chooseCodec(byOrder, decoders)
  for (let index = hls.levels.length - 1; index >= 0; index--) {
    const level = hls.levels[index]
    if (level && codecOf(level) !== chosen) hls.removeLevel(index)
  }
  // What stood first may be gone; all that is left is there as a whole.
  hls.firstLevel = hls.levels.length - 1
}
