import type { SourceFacts } from '../source/source-facts.ts'

/** Above this a phone on a mobile network cannot follow, and no lower rung exists yet. */
const MAX_BITRATE = 12_000_000
/** A segment can only begin at a keyframe: longer GOPs make seeking and starting slow. */
const MAX_GOP_MS = 10_000
/** What every browser's decoder takes: 4K is the top of H.264 in phones and TVs. */
const MAX_PIXELS = 3840 * 2160

/**
 * Why this source cannot be played as it is, one clause for each reason; empty where it can. Then its packets
 * are repackaged at once, and it is watchable long before its ladder is complete.
 */
export function reasonsAgainstRemux({ video, audio, audioDropped }: SourceFacts): readonly string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [video.codec !== 'h264', `video is ${video.codec}, not h264`],
    [
      !['yuv420p', 'yuvj420p'].includes(video.pixelFormat),
      `pixels are ${video.pixelFormat}, not 8-bit 4:2:0`,
    ],
    [video.maxGopMs > MAX_GOP_MS, `keyframes are ${video.maxGopMs} ms apart`],
    [video.bitrate > MAX_BITRATE, `bitrate is ${video.bitrate} bit/s`],
    [video.hiddenFrames > 0, `an edit list hides its first ${video.hiddenFrames} frames`],
    [video.rotation !== 0, `picture is rotated by ${video.rotation}°`],
    [video.sampleAspect.numerator !== video.sampleAspect.denominator, 'pixels are not square'],
    [video.fieldOrder === 'interlaced', 'picture is interlaced'],
    [video.colour.hdr, 'picture is HDR'],
    [video.coded.width * video.coded.height > MAX_PIXELS, 'picture is larger than 4K'],
    [audio !== null && audio.codec !== 'aac', `audio is ${audio?.codec}, not aac`],
    [audioDropped, 'audio cannot be decoded'],
  ]
  return rules.filter(([applies]) => applies).map(([, reason]) => reason)
}

/** Whether the source may be watched as it is, repackaged. */
export function isRemuxable(facts: SourceFacts): boolean {
  return reasonsAgainstRemux(facts).length === 0
}
