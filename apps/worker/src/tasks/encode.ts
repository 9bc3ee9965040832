import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  type Chunk,
  type CostModel,
  costOfPictures,
  createProgressReader,
  DAMAGED_EXIT,
  type DamageWatch,
  encodeChunkArguments,
  fractionOf,
  HARDWARE_CODEC,
  type MemoryModel,
  PICTURE_CODECS,
  type PictureCodec,
  type RunErrorCode,
  type Rung,
  SEEKABLE_COPY_FILE,
  type SourceFacts,
  USUAL_CODEC,
} from '@marquee/media'
import { ObjectNotFound } from '@marquee/storage'
import { z } from 'zod'
import { NICE } from '../ffmpeg/nice.ts'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import { patienceFor } from '../ffmpeg/watch-standstill.ts'
import { defineTask, one } from './define-task.ts'
import { encodingBounds } from './encoding-bounds.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { fetchWatermark } from './fetch-watermark.ts'
import { makeSeekableCopy } from './make-seekable-copy.ts'
import { playsAsItIs } from './plays-as-it-is.ts'
import { onHardware } from './stream/choose-hardware.ts'
import { writeRenditions } from './stream/write-renditions.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'
import { blameFor, tryDecoding } from './try-decoding.ts'

const consumes = {
  facts: one(ARTEFACTS.facts),
  chunks: one(ARTEFACTS.chunks),
  stream: one(ARTEFACTS.stream),
}
const produces = { renditions: ARTEFACTS.renditions }

const options = z.strictObject({
  /** One of those that the stream was announced in. */
  codec: z.enum(PICTURE_CODECS).default(USUAL_CODEC),
})

/** What an encode costs by what it decodes and writes. */
export const COST_OF_PICTURES = {
  perMegapixelDecoded: 0.0035,
  // Of the other codecs what 1080p of Big Buck Bunny costs by preset veryfast against H.264's.
  perMegapixelEncoded: { h264: 0.0185, hevc: 0.056, vp9: 0.087, av1: 0.039 },
} as const satisfies CostModel

/** Memory that an encode takes. */
export const MEMORY_OF_PICTURES: MemoryModel = { h264: 150, hevc: 200, vp9: 180, av1: 250 }

export const encode = defineTask({
  type: 'encode',
  summary: 'Writes all renditions of a chunk in one codec, in one ffmpeg that decodes once.',
  resource: 'encode',
  priority: 5,
  consumes,
  produces,
  renders: 'film',
  options,
  followsStream: true,
  itemOf: 'chunks',
  shares: { option: 'codec', kind: 'stream', list: 'codecs', usual: USUAL_CODEC },
  cost: { fixed: 0.3, ...COST_OF_PICTURES },
  memory: MEMORY_OF_PICTURES,
  run: async (context, { facts, chunks, stream }, { codec }) => ({
    renditions: await encodeChunk(context, {
      film: { ...chunks, facts: facts.facts },
      rungs: rungsIn(codec, stream),
      chunk: chunkOf(chunks.chunks, context.item ?? 0),
      stream,
    }),
  }),
})

export const encodeFirst = defineTask({
  type: 'encode-first',
  summary:
    'Writes the lowest rendition of the first chunk in the first codec by itself, so that something plays soon.',
  resource: 'encode',
  priority: 1,
  consumes,
  produces,
  renders: 'film',
  options: z.strictObject({}),
  followsStream: true,
  cost: { fixed: 0.5 },
  run: async (context, { facts, chunks, stream }) => ({
    renditions: await encodeChunk(context, {
      film: { ...chunks, facts: facts.facts },
      rungs: rungsIn(stream.rungs[0]?.codec ?? USUAL_CODEC, stream).slice(-1),
      chunk: chunkOf(chunks.chunks, 0),
      stream,
      isFirst: true,
    }),
  }),
})

function rungsIn(codec: PictureCodec, { rungs }: ArtefactOf<'stream'>): readonly Rung[] {
  return rungs.filter((rung) => rung.codec === codec)
}

function chunkOf(chunks: readonly Chunk[], index: number): Chunk {
  const chunk = chunks[index]
  if (!chunk) throw new Error(`The film has no chunk ${index}`)
  return chunk
}

/** What the encoder reads. */
type Film = Omit<ArtefactOf<'chunks'>, 'chunks'> & { readonly facts: SourceFacts }

interface ChunkRequest {
  readonly film: Film
  /** Highest first. */
  readonly rungs: readonly Rung[]
  readonly chunk: Chunk
  readonly stream: ArtefactOf<'stream'>
  /** The film does not play before it has ended. */
  readonly isFirst?: boolean
}

async function encodeChunk(context: TaskContext, request: ChunkRequest): Promise<ArtefactOf<'renditions'>> {
  if (request.rungs.length === 0) return { chunk: request.chunk.index, tracks: [] }
  const film = await fetchFilm(context, request.film)
  const [highest] = request.rungs
  if (highest) await fetchWatermark(context, highest)
  await runEncoder(context, { ...request, film })
  return writeRenditions(context, { ...request, video: film.facts.video, seeking: film.seeking })
}

interface LocalFilm extends Film {
  /** Name of the file in the task's folder. */
  readonly file: string
}

async function fetchFilm(context: TaskContext, film: Film): Promise<LocalFilm> {
  if (!film.copy) {
    await fetchSource(context)
    return { ...film, file: SOURCE_FILE }
  }
  await fetchCopy(context, film.facts, film.copy.key)
  const video = { ...film.facts.video, index: 0 }
  return { ...film, facts: { ...film.facts, video }, file: SEEKABLE_COPY_FILE }
}

/** Makes it anew where it is there no more: a run whose class was paused for long outlives what lies in the temporary bucket. */
async function fetchCopy(context: TaskContext, facts: SourceFacts, key: string): Promise<void> {
  const { cache, stores, folder, signal } = context
  try {
    await cache.fetch(stores.temporary, key, join(folder, SEEKABLE_COPY_FILE), signal)
  } catch (error) {
    if (!(error instanceof ObjectNotFound)) throw error
    await fetchSource(context)
    await makeSeekableCopy(context, facts, key)
  }
}

async function runEncoder(
  context: TaskContext,
  { film, rungs, chunk, stream, isFirst }: Omit<ChunkRequest, 'film'> & { readonly film: LocalFilm },
): Promise<void> {
  const durationMs = chunk.endMs - chunk.startMs
  const { file: source, facts, seeking } = film
  const cost = costOfPictures(COST_OF_PICTURES, facts.video, rungs)
  const { timeoutMs, cpuSeconds } = encodingBounds(durationMs, cost)
  const { threads, nice } = isFirst
    ? { threads: undefined, nice: NICE.playable }
    : shareOf(context, facts, chunk)
  const hardware = (rungs[0]?.codec === HARDWARE_CODEC && stream.hardware) || null
  const { devices, limits } = onHardware(hardware)
  const encodeWith = (damage: DamageWatch) =>
    context.programs.run(
      'ffmpeg',
      encodeChunkArguments({
        ...{ source, facts, seeking, chunk, rungs, preset: stream.preset, damage },
        watermark: context.watermark,
        threads,
        hardware,
      }),
      {
        timeoutMs,
        devices,
        limits: { ...limits, cpuSeconds, fileBytes: largestFile(rungs, durationMs), nice },
        // Decoding begins at the last keyframe before the chunk.
        patience: patienceFor(Math.min(chunk.startMs, facts.video.maxGopMs)),
        onLine: createProgressReader((progress) => context.reportProgress(fractionOf(progress, durationMs))),
      },
    )
  const failure = failureOf(await encodeWith(film.damage), codeOfExit)
  if (!failure) return
  // Whose fault it is software will tell.
  if (hardware && failure.code !== 'SOURCE_DAMAGED') throw failureAs(failure)
  // A film may have GOPs of both kinds: what an open one lacks in its middle is no damage.
  const mayBeOpen = failure.code === 'SOURCE_DAMAGED' && chunk.startMs > 0 && film.damage === 'counted'
  if (failure.code !== 'ENCODE_FAILED' && !mayBeOpen) throw failureAs(failure)
  // An encoder that is given no picture says no more than that it failed: only a look at the whole film tells whose fault it is.
  const trial = await tryDecoding(context.programs, source, facts)
  if (trial) throw failureAs(blameFor(failure, trial))
  const second = mayBeOpen ? failureOf(await encodeWith('concealed'), codeOfExit) : failure
  if (second) throw failureAs(second)
}

const failureAs = ({ code, detail }: ProgramFailure) => new TaskFailure(code, detail)

/** A crash may be a decoder's, an encoder's or a driver's. */
function codeOfExit(status: number | null): RunErrorCode {
  return status === DAMAGED_EXIT ? 'SOURCE_DAMAGED' : 'ENCODE_FAILED'
}

/**
 * While the other slots are busy too, an encode of few threads costs a tenth less. Beside the last chunk they end, though, and
 * somebody waits for the first of a film that does not play by its source's own segments (docs/decisions/0036).
 */
function shareOf(
  context: TaskContext,
  facts: SourceFacts,
  { index, last }: Chunk,
): { readonly threads: number | undefined; readonly nice: number } {
  const isAwaited = index === 0 && !playsAsItIs(context, facts)
  return {
    threads: isAwaited || last ? undefined : context.threads,
    nice: isAwaited ? NICE.awaited : NICE.other,
  }
}

/** No rendition is larger than twice its ceiling allows; the fixed part is for very short ones. */
function largestFile(rungs: readonly Rung[], durationMs: number): number {
  const ceiling = Math.max(...rungs.map((rung) => rung.maxRateKbps)) * 1000
  return Math.ceil((durationMs / 1000) * (ceiling / 8) * 2) + 64_000_000
}
