import type { X264Preset } from '../ffmpeg/encode-arguments.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import type { VideoFacts } from '../source/source-facts.ts'
import { h264Level, h264Profile } from './h264-level.ts'

/** profile_idc and the constraint flags that x264 sets with it, in hexadecimal. */
const PROFILES = { 'constrained-baseline': '42c0', main: '4d40', high: '6400' } as const

/** What the rung's stream will be by RFC 6381 §3.3, known before it is encoded: `avc1.640028`. */
export function announcedCodec(rung: Rung, video: Pick<VideoFacts, 'frameRate'>, preset: X264Preset): string {
  const { idc } = h264Level(rung, video, preset)
  return `avc1.${PROFILES[h264Profile(rung, preset)]}${idc.toString(16).padStart(2, '0')}`
}
