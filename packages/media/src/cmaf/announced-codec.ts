import type { X264Preset } from '../ffmpeg/picture-encoders.ts'
import type { PictureCodec } from '../ladder/ladder.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { av1Level, av1LevelIndex } from './av1-level.ts'
import { h264Level, h264Profile } from './h264-level.ts'
import { hevcLevel } from './hevc-level.ts'
import { vp9Level } from './vp9-level.ts'

/** profile_idc and the constraint flags that x264 sets with it, in hexadecimal. */
const PROFILES = { 'constrained-baseline': '42c0', main: '4d40', high: '6400' } as const

const inTwo = (number: number, radix = 10) => number.toString(radix).padStart(2, '0')

type Describe = (rung: Rung, preset: X264Preset) => string

const DESCRIPTIONS: Readonly<Record<PictureCodec, Describe>> = {
  h264: (rung, preset) =>
    `avc1.${PROFILES[h264Profile(rung, preset)]}${inTwo(h264Level(rung, preset).idc, 16)}`,
  // Main, and so Main 10 too; Main tier; progressive frames (ISO/IEC 14496-15 annex E).
  hevc: (rung) => `hvc1.1.6.L${hevcLevel(rung).idc}.90`,
  // Profile 0, 8 bits (VP Codec ISO Media File Format Binding §«Codecs Parameter String»).
  vp9: (rung) => `vp09.00.${inTwo(vp9Level(rung))}.08`,
  // Main profile, Main tier, 8 bits (AV1 in ISOBMFF §5).
  av1: (rung) => `av01.0.${inTwo(av1LevelIndex(av1Level(rung)))}M.08`,
}

/** What the rung's stream will be by RFC 6381 §3.3, known before it is encoded: `avc1.640028`. */
export function announcedCodec(rung: Rung, preset: X264Preset): string {
  return DESCRIPTIONS[rung.codec](rung, preset)
}
