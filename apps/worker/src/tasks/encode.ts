import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  type Chunk,
  PICTURE_CODECS,
  type PictureCodec,
  type Rung,
  SEEKABLE_COPY_FILE,
  type SourceFacts,
  USUAL_CODEC,
} from '@marquee/media'
import { ObjectNotFound } from '@marquee/storage'
import { z } from 'zod'
import { defineTask, one } from './define-task.ts'
import { type ChunkRequest, encodeChunk, type LocalFilm } from './encode-chunk.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import { fetchWatermark } from './fetch-watermark.ts'
import { makeSeekableCopy } from './make-seekable-copy.ts'
import { COST_OF_PICTURES, MEMORY_OF_PICTURES } from './picture-costs.ts'
import { writeRenditions } from './stream/write-renditions.ts'
import type { TaskContext } from './task-context.ts'

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
  run: async (context, { facts: { facts }, chunks, stream }, { codec }) => ({
    renditions: await makeRenditions(
      context,
      { ...chunks, facts },
      { rungs: rungsIn(codec, stream), chunk: chunkOf(chunks.chunks, context.item ?? 0), stream },
    ),
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
  partial: true,
  cost: { fixed: 0.5 },
  run: async (context, { facts: { facts }, chunks, stream }) => ({
    renditions: await makeRenditions(
      context,
      { ...chunks, facts },
      {
        rungs: rungsIn(stream.rungs[0]?.codec ?? USUAL_CODEC, stream).slice(-1),
        chunk: chunkOf(chunks.chunks, 0),
        stream,
        isFirst: true,
      },
    ),
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

async function makeRenditions(
  context: TaskContext,
  source: Film,
  request: ChunkRequest,
): Promise<ArtefactOf<'renditions'>> {
  const [highest] = request.rungs
  if (!highest) return { chunk: request.chunk.index, tracks: [] }
  const film = await fetchFilm(context, source)
  await fetchWatermark(context, highest)
  await encodeChunk(context, film, request)
  return writeRenditions(context, { ...request, video: film.facts.video, seeking: film.seeking })
}

/** What the chunks are cut from. */
type Film = Omit<ArtefactOf<'chunks'>, 'chunks'> & { readonly facts: SourceFacts }

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
