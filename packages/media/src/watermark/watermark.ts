import type { PictureSize } from '../source/source-facts.ts'

/** Corners of a picture as it is seen, whatever way its language is written. */
export const WATERMARK_CORNERS = ['top_left', 'top_right', 'bottom_left', 'bottom_right'] as const
export type WatermarkCorner = (typeof WATERMARK_CORNERS)[number]

/** How a logo stands in a film. */
export interface Watermark {
  readonly corner: WatermarkCorner
  /** Its width, as a share of the film's. */
  readonly size: number
  /** 1 hides what is behind it. */
  readonly opacity: number
}

/** Of a run: as its channel had it when the run began. */
export interface RunWatermark extends Watermark {
  /** Of the logo, a PNG, in the originals bucket. */
  readonly key: string
}

export const WATERMARK_LIMITS = {
  size: { least: 0.03, most: 0.3 },
  opacity: { least: 0.1, most: 1 },
} as const

/** A tall logo is no higher than this share of the film's height, however wide it may be. */
const HIGHEST = 0.3
/** Distance from the edges, as a share of the shorter side. */
const MARGIN = 0.035

/** Pixels that a logo is fitted into, and its distance from the edges of the picture. */
export interface WatermarkBox extends PictureSize {
  readonly margin: number
}

export function watermarkBox(
  { size }: Pick<Watermark, 'size'>,
  { width, height }: PictureSize,
): WatermarkBox {
  return {
    width: toEven(width * size),
    height: toEven(height * HIGHEST),
    margin: toEven(Math.min(width, height) * MARGIN),
  }
}

/** A chroma sample is two pixels wide and high. */
function toEven(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2))
}
