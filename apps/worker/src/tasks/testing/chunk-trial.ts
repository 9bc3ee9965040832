import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  atRateOf,
  bareEncodeArguments,
  type Chunk,
  type CutSegment,
  createSegmentCutter,
  cutTrialArguments,
  type EncodeChunkRequest,
  encodeChunkArguments,
  GOP_SECONDS,
  type PictureCodec,
  pictureCut,
  pictureTimescale,
  type Rung,
  renditionFile,
  SEEKABLE_COPY_FILE,
  type SegmentCut,
  seekability,
  seekableCopyArguments,
  seekFactsOfCopy,
  selectRungs,
} from '@marquee/media'
import { execa } from 'execa'
import type { SurveyedSource } from './survey-source.ts'

/** A frame as an encoder is given it: when it is shown, in ticks of its track, and what it shows. */
export interface GivenFrame {
  readonly ticks: number
  readonly md5: string
}

/** One track of an encode, cut into segments. */
export interface JoinableTrack {
  readonly initialization: Uint8Array
  readonly segments: readonly CutSegment[]
}

/**
 * Chunks of one length, a multiple of 4 s, for what may be planned in chunks; a rest shorter than a segment goes
 * with the last.
 */
export function equalChunks({ facts, seeking }: SurveyedSource, lengthMs: number): readonly Chunk[] {
  const isWhole = seekability(facts) === 'none' || seeking.longestFrameMs > GOP_SECONDS * 1000
  const count = isWhole ? 1 : Math.max(1, Math.floor((seeking.pictureEndMs - 1000) / lengthMs))
  return Array.from({ length: count }, (_, index) => {
    const last = index + 1 === count
    return { index, startMs: index * lengthMs, endMs: last ? facts.durationMs : (index + 1) * lengthMs, last }
  })
}

/** The source itself, or the copy that can be sought in. */
export async function seekableSource(source: SurveyedSource, folder: string): Promise<SurveyedSource> {
  if (seekability(source.facts) !== 'copy') return source
  await ffmpeg(seekableCopyArguments(source.path, source.facts), folder)
  const { facts } = source
  const video = { ...facts.video, index: 0 }
  return {
    path: join(folder, SEEKABLE_COPY_FILE),
    facts: { ...facts, video },
    seeking: seekFactsOfCopy(source.seeking),
  }
}

/** The rung by which a codec is tried: its lowest. */
export function rungOf({ facts }: Pick<SurveyedSource, 'facts'>, codec: PictureCodec = 'h264'): Rung {
  const rung = selectRungs(facts, { codec }).at(-1)
  if (!rung) throw new Error(`The film is too small for ${codec}`)
  return rung
}

async function requestOf(source: SurveyedSource, chunk: Chunk, rung: Rung): Promise<EncodeChunkRequest> {
  const { path, facts, seeking } = source
  const place = { source: path, facts, seeking, chunk }
  const { exitCode } = await execa('ffmpeg', cutTrialArguments({ ...place, damage: 'counted' }), {
    reject: false,
  })
  const damage = exitCode === 0 ? 'counted' : 'concealed'
  return { ...place, rungs: [rung], preset: 'ultrafast', damage }
}

/** What the encode of the whole film is given, in its lowest rung. */
export function framesOfWhole({ path, facts }: SurveyedSource): Promise<readonly GivenFrame[]> {
  const rung = rungOf({ facts })
  const args = bareEncodeArguments({ source: path, facts, rungs: [rung], preset: 'ultrafast', sounds: [] })
  return framesGiven(args, rung, facts)
}

/** What the encode of one chunk is given; a picture after its end, which only says how long the last one stands, is left out. */
export async function framesOfChunk(source: SurveyedSource, chunk: Chunk): Promise<readonly GivenFrame[]> {
  const { endTicks } = pictureCut(chunk, rungOf(source), source.facts.video, source.seeking)
  const rung = rungOf(source)
  const args = encodeChunkArguments(await requestOf(source, chunk, rung))
  const frames = await framesGiven(args, rung, source.facts)
  return endTicks === null ? frames : frames.filter(({ ticks }) => ticks < endTicks)
}

async function framesGiven(
  args: readonly string[],
  rung: Rung,
  { video }: SurveyedSource['facts'],
): Promise<readonly GivenFrame[]> {
  const input = args.slice(0, args.indexOf('-filter_complex') + 2)
  const timeBase = `1:${pictureTimescale(atRateOf(rung, video))}`
  const output = [
    '-c:v',
    'rawvideo',
    '-enc_time_base',
    timeBase,
    '-fps_mode',
    'passthrough',
    '-f',
    'framemd5',
  ]
  const { stdout } = await execa('ffmpeg', [...input, '-map', '[v0]', ...output, '-'], {
    maxBuffer: 2 ** 28,
  })
  return stdout.split('\n').flatMap((line) => {
    const [stream, , ticks, , , md5] = line.split(',').map((field) => field.trim())
    return stream === '0' && md5 ? [{ ticks: Number(ticks), md5 }] : []
  })
}

export async function encodeChunk(
  source: SurveyedSource,
  chunk: Chunk,
  folder: string,
  rung = rungOf(source),
): Promise<JoinableTrack> {
  await ffmpeg(encodeChunkArguments(await requestOf(source, chunk, rung)), folder)
  const cut = pictureCut(chunk, rung, source.facts.video, source.seeking)
  return cutFile(join(folder, renditionFile(rung)), cut)
}

/** Reads a file in pieces of no particular size. */
export async function cutFile(path: string, cut: SegmentCut): Promise<JoinableTrack> {
  const cutter = createSegmentCutter(cut)
  const bytes = await readFile(path)
  const segments: CutSegment[] = []
  for (let at = 0; at < bytes.length; at += 65_521)
    segments.push(...cutter.push(bytes.subarray(at, at + 65_521)))
  segments.push(...cutter.finish())
  if (!cutter.initialization) throw new Error('unreachable')
  return { initialization: cutter.initialization, segments }
}

export async function ffmpeg(args: readonly string[], folder: string): Promise<void> {
  await execa('ffmpeg', args, { cwd: folder })
}

/** When each picture of a file is shown, in seconds, as ffmpeg decodes it. Throws where it says anything of errors. */
export async function shownTimes(path: string): Promise<readonly number[]> {
  const { stdout } = await execa('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'frame=pts_time', '-of', 'csv=p=0', path],
  ])
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number.parseFloat)
}
