import type { SourceFacts, VideoFacts } from './source-facts.ts'

/** Facts of an ordinary upload, 1080p25 with stereo sound, for tests; change what a test is about. */
export function sampleFacts(video: Partial<VideoFacts> = {}, rest: Partial<SourceFacts> = {}): SourceFacts {
  return {
    container: 'mov',
    sizeBytes: 26_579_251,
    durationMs: 62_301,
    video: {
      index: 0,
      codec: 'h264',
      profile: 'Main',
      pixelFormat: 'yuv420p',
      coded: { width: 1920, height: 1080 },
      display: { width: 1920, height: 1080 },
      rotation: 0,
      sampleAspect: { numerator: 1, denominator: 1 },
      frameRate: { numerator: 25, denominator: 1 },
      isVariable: false,
      startMs: 0,
      hiddenFrames: 0,
      lastFrameMs: 40,
      frameCount: 1557,
      bitrate: 3_279_311,
      peakBitrate: 6_392_772,
      maxGopMs: 1920,
      fieldOrder: 'progressive',
      colour: { primaries: null, transfer: null, matrix: null, range: null, hdr: false },
      ...video,
    },
    audio: { index: 1, codec: 'aac', profile: 'LC', channels: 2, sampleRate: 48_000 },
    audioDropped: false,
    captions: [],
    ...rest,
  }
}
