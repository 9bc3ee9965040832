import type { CostModel, MemoryModel } from '@marquee/media'

/** CPU seconds of an encode for each million pixels that it decodes, and that it writes. */
export const COST_OF_PICTURES = {
  perMegapixelDecoded: 0.0035,
  // Of the other codecs what 1080p of Big Buck Bunny costs by preset veryfast against H.264's.
  perMegapixelEncoded: { h264: 0.0185, hevc: 0.056, vp9: 0.087, av1: 0.039 },
} as const satisfies CostModel

/** Megabytes (10⁶ bytes) that an encode holds for each million pixels of its pictures. */
export const MEMORY_OF_PICTURES: MemoryModel = { h264: 150, hevc: 200, vp9: 180, av1: 250 }
