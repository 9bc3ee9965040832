import type { ArtefactOf } from '@marquee/jobs'
import type { SourceFacts } from '@marquee/media'
import type { Artefacts } from '../../tasks/define-task.ts'

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
      peakBitrate: 1_500_000,
      maxGopMs: 2_000,
      fieldOrder: 'progressive',
      colour: { primaries: null, transfer: null, matrix: null, range: null, hdr: false },
    },
    audio: null,
    audioDropped: false,
    captions: [],
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
  codec: 'h264' as const,
  width: Math.ceil((height * 16) / 9),
  height,
  frameRate: { numerator: 25, denominator: 1 },
  crf: 23,
  maxRateKbps: 900,
  profile: 'high' as const,
})

const SEEKING = {
  containerStart: 0,
  pictureStart: 0,
  pictureEndMs: 4_000,
  longestFrameMs: 40,
  runUpMs: [],
}

const PART = {
  index: 0,
  firstNumber: 1,
  startTicks: 0,
  segments: [{ durationTicks: 360_000, bytes: 450_000 }],
  last: true,
}

const track = (name: string) => ({
  name,
  codec: 'avc1.64001f',
  timescale: 90_000,
  peakBitrate: 900_000,
  width: 640,
  height: 360,
  frameRate: { numerator: 25, denominator: 1 },
})

/** Valid artefacts of each type of task. What `publish-source` makes is revision `early-<run>`, what `package` makes `full-<run>`. */
export function sampleOutputs(runId: bigint, facts: SourceFacts = sampleFacts()) {
  const early = `early-${runId}`
  const full = `full-${runId}`
  return {
    inspect: {
      facts: {
        facts,
        seeking: SEEKING,
        reasonsAgainstRemux: [],
      },
    },
    'publish-source': samplePublish(early, true),
    split: {
      chunks: {
        chunks: [{ index: 0, startMs: 0, endMs: 4_000, last: true }],
        seeking: SEEKING,
        copy: null,
        damage: 'counted',
      },
      stream: {
        revision: full,
        preset: 'veryfast',
        rungs: [rung('360p', 360), rung('240p', 240)],
        head: { durationMs: 4_000, targetSeconds: 4, pictures: [track('360p'), track('240p')], sounds: [] },
      },
    },
    'check-integrity': { integrity: { decoded: false } },
    encode: {
      renditions: {
        chunk: 0,
        tracks: ['360p', '240p'].map((name) => ({ name, part: PART })),
      },
    },
    package: { streams: { revision: full, renditions: [rendition('360p', 360), rendition('240p', 240)] } },
    poster: {
      poster: {
        revision: `poster-${runId}`,
        path: `poster-${runId}/poster.jpg`,
        width: 640,
        height: 360,
      },
    },
    storyboard: {
      storyboard: { revision: `board-${runId}`, path: `board-${runId}/storyboard.vtt`, sheets: 1 },
    },
    publish: samplePublish(full, false),
  } satisfies Record<string, Artefacts>
}

/** As publishing says it; `early` for what is shown before all of it is there. */
export function samplePublish(
  revision: string,
  early: boolean,
): { readonly publication: ArtefactOf<'publication'> } {
  const renditions = [rendition('360p', 360), ...(early ? [] : [rendition('240p', 240)])]
  return {
    publication: {
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
    },
  }
}
