import type { SeekFacts } from '../chunks/seek-facts.ts'
import { rational } from '../source/rational.ts'
import type { PictureSize, VideoFacts } from '../source/source-facts.ts'

/** The picture that is drawn for a sound, as a poster is: what a page and a player have room for. */
export const STILL_SIZE: PictureSize = { width: 1280, height: 720 }

/** Two pictures a second: they are the same, so one only has to come now and then for a player to know that nothing is missing. */
const STILL_RATE = rational(2, 1)
const FRAME_MS = 500

/** How many pictures show a still for as long as a sound lasts, the last one to its end. */
export function stillFrames(durationMs: number): number {
  return Math.max(1, Math.ceil(durationMs / FRAME_MS))
}

/** The picture of a film that is made of a sound alone: a JPEG of STILL_SIZE for as long as the sound lasts. */
export function stillFacts(durationMs: number): VideoFacts {
  return {
    index: 0,
    codec: 'mjpeg',
    profile: null,
    pixelFormat: 'yuvj420p',
    coded: STILL_SIZE,
    display: STILL_SIZE,
    rotation: 0,
    sampleAspect: rational(1, 1),
    frameRate: STILL_RATE,
    isVariable: false,
    startMs: 0,
    hiddenFrames: 0,
    lastFrameMs: FRAME_MS,
    frameCount: stillFrames(durationMs),
    bitrate: 0,
    peakBitrate: 0,
    maxGopMs: FRAME_MS,
    fieldOrder: 'progressive',
    // JPEG's own (JFIF 1.02).
    colour: { primaries: 'bt709', transfer: null, matrix: 'smpte170m', range: 'pc', hdr: false },
  }
}

/** Nothing of a still is sought in the source, so that its film is planned in one piece. */
export const STILL_SEEKING: SeekFacts = {
  containerStart: 0,
  pictureStart: 0,
  pictureEndMs: 0,
  longestFrameMs: FRAME_MS,
  runUpMs: [],
}
