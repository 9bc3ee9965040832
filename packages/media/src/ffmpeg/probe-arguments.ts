import type { Chunk } from '../chunks/chunk.ts'
import { pictureTimescale } from '../chunks/picture-clock.ts'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { seekTarget } from '../chunks/seek-target.ts'
import { keepsTimestamps, ladderFrameRate } from '../ladder/frame-rate.ts'
import type { Rung } from '../ladder/select-rungs.ts'
import { toNumber } from '../source/rational.ts'
import type { PictureSize, SourceFacts, VideoFacts } from '../source/source-facts.ts'
import { INPUT_GUARDS, ONE_THREAD, QUIET } from './guarded-input.ts'
import { pictureEncoderArguments, type X264Preset } from './picture-encoders.ts'
import { pictureGraph } from './picture-graph.ts'

export interface ProbeRequest {
  /** A file that can be sought in itself (`seekability`). */
  readonly source: string
  readonly facts: SourceFacts
  readonly seeking: SeekFacts
  readonly scene: Chunk
  /** Of one codec, highest first, at least one. */
  readonly rungs: readonly Rung[]
  readonly preset: X264Preset
  /** What is added to the crf of each in a second encode. */
  readonly step: number
}

/** The scene as it comes out of the source, at the viewing size. */
export const REFERENCE_FILE = 'reference.mp4'

/** One encode of a scene. */
export interface ProbeTrial {
  readonly rung: Rung
  /** The local file that `probeSceneArguments` writes. */
  readonly file: string
  /** The local file that `compareArguments` writes, to be read by `readSsim`. */
  readonly report: string
}

/** Of each rung the usual encode, then the frugal one. */
export function probeTrials(rungs: readonly Rung[], step: number): readonly ProbeTrial[] {
  return rungs.flatMap((rung) =>
    [rung, { ...rung, crf: rung.crf + step }].map((one) => {
      const name = `${one.name}-${one.crf}`
      return { rung: one, file: `${name}.mp4`, report: `${name}.ssim` }
    }),
  )
}

/** Shorter side of what most people watch on, in pixels: what only a larger screen shows does not count. */
const VIEWING_SIDE = 1080

/** The size that all encodes are compared at: the highest rung's, 1080p at most. */
export function viewingSize({ width, height }: PictureSize): PictureSize {
  const scale = Math.min(1, VIEWING_SIDE / Math.min(width, height))
  const even = (side: number) => Math.max(2, 2 * Math.round((side * scale) / 2))
  return { width: even(width), height: even(height) }
}

/** What is seen of a keyframe when it is looked at whether a scene is blank; `createBlankReader` reads what is printed. */
export function lookArguments({
  source,
  facts: { video },
  seeking,
  scene,
}: Pick<ProbeRequest, 'source' | 'facts' | 'seeking' | 'scene'>): string[] {
  const filter = 'scale=64:36,format=yuv420p,signalstats,metadata=print:file=-'
  return [
    ...[...QUIET, '-skip_frame:v', 'nokey', ...ONE_THREAD, ...place(video, seeking, scene)],
    ...[...INPUT_GUARDS, '-i', source, '-map', `0:${video.index}`, '-vf', filter, '-frames:v', '1'],
    ...['-f', 'null', '-'],
  ]
}

/** Luma of a picture that shows anything spans more, of 255, even when it is as small as it is looked at. */
const BLANK_SPAN = 32

/** Whether the picture was black, white or of one colour. What could not be looked at is. */
export function createBlankReader(): { read(line: string): void; isBlank(): boolean } {
  const luma = new Map<string, number>()
  return {
    read(line) {
      const [, bound, value] = /^lavfi\.signalstats\.Y(MIN|MAX)=(\d+)/.exec(line) ?? []
      if (bound !== undefined) luma.set(bound, Number(value))
    },
    isBlank: () => (luma.get('MAX') ?? 0) - (luma.get('MIN') ?? 0) < BLANK_SPAN,
  }
}

/** ffmpeg: decodes a scene once and writes all its trials, and what they are to be compared with, without loss. */
export function probeSceneArguments(request: ProbeRequest): string[] {
  const { source, facts, seeking, scene, rungs, preset, step } = request
  const { video } = facts
  const trials = probeTrials(rungs, step)
  const [highest] = rungs
  if (!highest) throw new Error('There is nothing to probe')
  const { width, height } = viewingSize(highest)
  const branches = rungs.map((_, index) => {
    const labels = `[t${2 * index}][t${2 * index + 1}]`
    return index === 0 ? `[v0]split=3${labels}[whole]` : `[v${index}]split=2${labels}`
  })
  const graph = [
    pictureGraph(video, rungs, { chunk: scene, seeking }),
    ...branches,
    `[whole]scale=${width}:${height}[reference]`,
  ]
  const timing = [
    ...['-fps_mode', 'passthrough', '-pix_fmt', 'yuv420p'],
    ...(keepsTimestamps(video) ? ['-enc_time_base', `1:${pictureTimescale(video)}`] : []),
  ]
  return [
    ...[...QUIET, '-y', '-copyts', ...place(video, seeking, scene), ...INPUT_GUARDS, '-i', source],
    ...['-filter_complex', graph.join(';')],
    ...trials.flatMap(({ rung, file }, index) => [
      ...['-map', `[t${index}]`, ...pictureEncoderArguments(rung, preset), ...timing, '-f', 'mp4', file],
    ]),
    ...['-map', '[reference]', '-c:v', 'libx264', '-preset', 'ultrafast', '-qp', '0', ...timing],
    ...['-f', 'mp4', REFERENCE_FILE],
  ]
}

/** As `encodeChunkArguments` seeks: what comes before the scene is cut off in the graph. */
function place(video: VideoFacts, seeking: SeekFacts, { startMs }: Chunk): string[] {
  const target = seekTarget(video, seeking, startMs)
  return target === null ? [] : ['-noaccurate_seek', '-seek_timestamp', '1', '-ss', target.toFixed(6)]
}

/** Of so many frames one is compared: neighbours tell the same, and comparing costs as much as encoding a small rung. */
const COMPARED_EVERY = 5

/** ffmpeg: compares the luma of each trial with the reference, frame by frame, and writes a report on each. */
export function compareArguments(
  trials: readonly ProbeTrial[],
  { video }: Pick<SourceFacts, 'video'>,
): string[] {
  const [highest] = trials
  if (!highest) throw new Error('There is nothing to compare')
  const { width, height } = viewingSize(highest.rung)
  const counted = 'settb=1/1000,setpts=N'
  const full = toNumber(ladderFrameRate(video))
  const shown = trials.map(({ rung, report }, index) => {
    // Where small rungs show every second frame, so must what they are compared with.
    const every = COMPARED_EVERY * Math.round(full / toNumber(rung.frameRate))
    return [
      `[r${index}]framestep=${every},${counted}[a${index}]`,
      `[${index + 1}:v]framestep=${COMPARED_EVERY},extractplanes=y,scale=${width}:${height}:flags=bicubic,${counted}[b${index}]`,
      `[b${index}][a${index}]ssim=stats_file=${report}[o${index}]`,
    ].join(';')
  })
  const copies = trials.map((_, index) => `[r${index}]`).join('')
  const graph = [`[0:v]extractplanes=y,split=${trials.length}${copies}`, ...shown].join(';')
  return [
    ...[...QUIET, '-y'],
    ...[REFERENCE_FILE, ...trials.map(({ file }) => file)].flatMap((file) => [
      ...[...ONE_THREAD, ...INPUT_GUARDS, '-i', file],
    ]),
    ...['-filter_complex', graph],
    ...trials.flatMap((_, index) => ['-map', `[o${index}]`, '-f', 'null', '-']),
  ]
}

/** Mean SSIM of a report of ffmpeg's filter, 0 to 1; null where it has no frame. */
export function readSsim(report: string): number | null {
  const frames = [...report.matchAll(/\bAll:([\d.]+)/g)].map(([, value]) => Number(value))
  return frames.length > 0 ? frames.reduce((sum, value) => sum + value, 0) / frames.length : null
}
