import {
  announcedCodec,
  atRateOf,
  pictureTimescale,
  type Rung,
  SEGMENT_SECONDS,
  type SoundCodec,
  type SourceReport,
  type StreamHead,
  selectSounds,
  type X264Preset,
} from '@marquee/media'

/** A segment ends with the first picture behind its 4 s. What rounds to 4 may be called so (RFC 8216 §4.3.3.1). */
function targetSeconds(longestFrameMs: number): number {
  return longestFrameMs < 500 ? SEGMENT_SECONDS : SEGMENT_SECONDS + Math.ceil(longestFrameMs / 1000)
}

interface Announced {
  readonly preset: X264Preset
  readonly sounds: readonly SoundCodec[]
  /** Of stereo; what is usual for its codec, where it is left out. */
  readonly soundKbps?: number | undefined
}

/** What a film's stream will be, before anything of it is made. @param rungs by codec, the one first that is offered while it grows */
export function announceStream(
  { facts, seeking }: SourceReport,
  rungs: readonly Rung[],
  { preset, sounds, soundKbps }: Announced,
): StreamHead {
  const { video, audio } = facts
  return {
    durationMs: facts.durationMs,
    targetSeconds: targetSeconds(seeking.longestFrameMs),
    pictures: rungs.map((rung) => ({
      name: rung.name,
      codec: announcedCodec(rung, preset),
      timescale: pictureTimescale(atRateOf(rung, video)),
      width: rung.width,
      height: rung.height,
      frameRate: rung.frameRate,
      // What the rate control may reach within one segment: its ceiling, and a full buffer of two seconds.
      peakBitrate: rung.maxRateKbps * 1500,
    })),
    sounds: selectSounds(audio, sounds, soundKbps),
  }
}
