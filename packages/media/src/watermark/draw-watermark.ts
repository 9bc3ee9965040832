import type { PictureSize } from '../source/source-facts.ts'
import { type Watermark, watermarkBox } from './watermark.ts'

/** The local file that an encode reads a watermark from, fitted into its `watermarkBox`. */
export const WATERMARK_FILE = 'watermark.png'

/**
 * ffmpeg: the watermark as the second input. One frame a second makes a clock that divides every other, so that the clock of the film
 * stays as it is.
 */
export const WATERMARK_INPUT: readonly string[] = [
  ...['-protocol_whitelist', 'file', '-f', 'png_pipe', '-framerate', '1', '-i', WATERMARK_FILE],
]

/**
 * Filters that draw the second input over a picture that is BT.709 already, for good: a still picture's one frame is repeated. Colours
 * are converted before, since the overlay would take the other matrix.
 */
export function drawWatermark(plain: string, watermark: Watermark, size: PictureSize): string {
  const { margin } = watermarkBox(watermark, size)
  const [vertical, horizontal] = watermark.corner.split('_')
  const x = horizontal === 'left' ? `${margin}` : `W-w-${margin}`
  const y = vertical === 'top' ? `${margin}` : `H-h-${margin}`
  const prepared = `format=rgba,colorchannelmixer=aa=${watermark.opacity.toFixed(3)},scale=out_color_matrix=bt709:out_range=tv,format=yuva420p`
  return `[1:v]${prepared}[mark];${plain}[plain];[plain][mark]overlay=x=${x}:y=${y}:format=yuv420`
}
