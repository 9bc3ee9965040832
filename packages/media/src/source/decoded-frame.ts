import type { PictureSize } from './source-facts.ts'

/** A frame as a decoder delivered it. */
export interface DecodedFrame extends PictureSize {
  /** Two fields of different moments. */
  readonly isInterlaced: boolean
}

/** Reads one CSV line of `frameArguments`; null for lines that are no frame. */
export function parseFrameLine(line: string): DecodedFrame | null {
  const [width, height, interlaced] = line.split(',').map(Number)
  return width && height ? { width, height, isInterlaced: interlaced === 1 } : null
}
