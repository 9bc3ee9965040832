import type { Level } from 'hls.js'
import type { Quality } from '../../quality/quality.ts'

/** The engine's levels as qualities. */
export function readQualities(levels: readonly Level[]): Quality[] {
  return levels.map((level, index) => ({
    index,
    width: level.width || 0,
    height: level.height || 0,
    bitrate: level.averageBitrate || level.bitrate,
    frameRate: level.frameRate || 0,
  }))
}
