import type { VideoFacts } from '../source/source-facts.ts'
import type { PictureCodec } from './ladder.ts'
import type { Rung } from './select-rungs.ts'

/**
 * Of an H.264 source's busiest two seconds, how much x264 takes at most to show the same at the ladder's crf: 3.1 to 3.9 times
 * where a source is starved, 0.7 where it is not (decision 0043).
 */
const HEADROOM = 4

/**
 * Bits for the same picture, of H.264's, as the ceilings of 1080p in the ladders have them. A source in a codec that is not
 * among them is older, and has bits to spare.
 */
const NEEDED: Readonly<Record<PictureCodec, number>> = { h264: 1, hevc: 0.75, vp9: 0.6, av1: 0.5 }

/** Of a step's ceiling: what is left to a picture in which hardly anything is, such as a watermark on black. */
const LEAST_SHARE = 1 / 4

/**
 * A rung's ceiling in kbit/s: its step's, or all that an encode can use of a source's bits, where that is less. The source's busiest
 * two seconds count, not its average: slides may have a film among them.
 */
export function ceilingAfter(
  { peakBitrate, codec, display }: VideoFacts,
  { maxRateKbps: most, ...rung }: Rung,
): number {
  if (peakBitrate <= 0) return most
  const factor = (HEADROOM * NEEDED[rung.codec]) / (isKnown(codec) ? NEEDED[codec] : NEEDED.h264)
  const ofItsSide = Math.sqrt((rung.width * rung.height) / (display.width * display.height))
  const useful = (factor * ofItsSide * peakBitrate) / 1000
  return Math.round(Math.min(most, Math.max(LEAST_SHARE * most, useful)))
}

const isKnown = (codec: string): codec is PictureCodec => Object.hasOwn(NEEDED, codec)
