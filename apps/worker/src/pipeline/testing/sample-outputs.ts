import type { SourceFacts, TaskOutputs } from '@marquee/media'

/** What inspection would say of a clip that may be watched as it is; `h264: false` makes it one that may not. */
export function sampleFacts({ h264 = true }: { h264?: boolean } = {}): SourceFacts {
  return {
    container: 'mov',
    sizeBytes: 1_000_000,
    durationMs: 4_000,
    video: {
      index: 0,
      codec: h264 ? 'h264' : 'vp9',
      profile: 'High',
      pixelFormat: 'yuv420p',
      coded: { width: 640, height: 360 },
      display: { width: 640, height: 360 },
      rotation: 0,
      sampleAspect: { numerator: 1, denominator: 1 },
      frameRate: { numerator: 25, denominator: 1 },
      isVariable: false,
      startMs: 0,
      hiddenFrames: 0,
      lastFrameMs: 40,
      frameCount: 100,
      bitrate: 1_000_000,
      maxGopMs: 2_000,
      fieldOrder: 'progressive',
      colour: { primaries: null, transfer: null, matrix: null, range: null, hdr: false },
    },
    audio: null,
    audioDropped: false,
  }
}

const rendition = (name: string, height: number) => ({
  name,
  width: Math.ceil((height * 16) / 9),
  height,
  frameRate: 25,
  codec: 'avc1.64001f',
  bitrate: 900_000,
  bytes: 450_000,
})

const rung = (name: string, height: number) => ({
  name,
  width: Math.ceil((height * 16) / 9),
  height,
  crf: 23,
  maxRateKbps: 900,
  profile: 'high' as const,
})

/** A valid output of each type. Streams of `remux` are revision `early-<run>`, of `package` `full-<run>`. */
export function sampleOutputs(runId: bigint, facts: SourceFacts = sampleFacts()): TaskOutputs {
  const early = `early-${runId}`
  const full = `full-${runId}`
  return {
    inspect: {
      type: 'inspect',
      cpuSeconds: 0.1,
      facts,
      rungs: [rung('360p', 360), rung('240p', 240)],
      reasonsAgainstRemux: [],
    },
    remux: { type: 'remux', cpuSeconds: 0.1, revision: early, renditions: [rendition('360p', 360)] },
    encode: {
      type: 'encode',
      cpuSeconds: 2,
      renditions: [
        { ...rendition('360p', 360), key: `runs/${runId}/encode/n/360p.mp4` },
        { ...rendition('240p', 240), key: `runs/${runId}/encode/n/240p.mp4` },
      ],
      audio: null,
    },
    package: {
      type: 'package',
      cpuSeconds: 0.1,
      revision: full,
      renditions: [rendition('360p', 360), rendition('240p', 240)],
    },
    poster: {
      type: 'poster',
      cpuSeconds: 0.1,
      revision: `poster-${runId}`,
      path: `poster-${runId}/poster.jpg`,
      width: 640,
      height: 360,
    },
    storyboard: {
      type: 'storyboard',
      cpuSeconds: 0.1,
      revision: `board-${runId}`,
      path: `board-${runId}/storyboard.vtt`,
      sheets: 1,
    },
    publish: samplePublish(full, false),
  }
}

/** As publishing says it; `early` for the remuxed set. */
export function samplePublish(revision: string, early: boolean): TaskOutputs['publish'] {
  const renditions = [rendition('360p', 360), ...(early ? [] : [rendition('240p', 240)])]
  return {
    type: 'publish',
    cpuSeconds: 0,
    early,
    revision,
    hlsPath: `${revision}/master.m3u8`,
    dashPath: `${revision}/manifest.mpd`,
    posterPath: null,
    storyboardPath: null,
    durationMs: 4_000,
    width: 640,
    height: 360,
    renditions,
  }
}
