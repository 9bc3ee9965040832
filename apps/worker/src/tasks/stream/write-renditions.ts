import type { ArtefactOf } from '@marquee/jobs'
import {
  announcedCodec,
  atRateOf,
  type Chunk,
  checkChunk,
  HARDWARE_CODEC,
  pictureCut,
  pictureTimescale,
  type Rung,
  renditionFile,
  type SeekFacts,
  type VideoFacts,
} from '@marquee/media'
import { TaskFailure } from '../task-failure.ts'
import {
  describePart,
  type TrackWriter,
  type WrittenTrack,
  writePart,
  writeProvenTrack,
  writeTrack,
} from './write-track.ts'

/** What an encoder has written, a `renditionFile` for each rung. */
export interface EncodedChunk {
  readonly video: VideoFacts
  readonly seeking: SeekFacts
  readonly chunk: Chunk
  readonly rungs: readonly Rung[]
  /** In which they were announced. */
  readonly stream: ArtefactOf<'stream'>
  /** Whether pictures are decoded in the order in which they are shown, as no encoder of films does. */
  readonly inOrder?: boolean
}

/** Puts the renditions of a chunk where their stream is. @throws TaskFailure ENCODE_FAILED for one that is not as announced */
export async function writeRenditions(
  context: TrackWriter,
  encoded: EncodedChunk,
): Promise<ArtefactOf<'renditions'>> {
  const { video, seeking, chunk, rungs, stream, inOrder = false } = encoded
  const tracks = await Promise.all(
    rungs.map(async (rung) => {
      const place = { revision: stream.revision, name: rung.name }
      const reordered = pictureCut(chunk, rung, video, seeking)
      const cut = inOrder ? { ...reordered, compositionShift: 0 } : reordered
      const prove = (track: WrittenTrack) => requireWhole(track, encoded, rung)
      const byHardware = stream.hardware !== undefined && rung.codec === HARDWARE_CODEC
      const track = byHardware
        ? await writeProvenTrack(context, place, renditionFile(rung), cut, prove)
        : await writeTrack(context, place, renditionFile(rung), cut)
      if (!byHardware) prove(track)
      const part = describePart(track, chunk)
      await writePart(context, place, part)
      return { name: rung.name, part }
    }),
  )
  return { chunk: chunk.index, tracks }
}

/** An encoder that ends early says nothing of it. */
function requireWhole(track: WrittenTrack, { video, chunk, stream }: EncodedChunk, rung: Rung): void {
  const shown = atRateOf(rung, video)
  const announced = { codec: announcedCodec(rung, stream.preset), timescale: pictureTimescale(shown) }
  const problems = checkChunk(track, announced, chunk, shown)
  if (problems.length > 0)
    throw new TaskFailure('ENCODE_FAILED', `${rung.name} of chunk ${chunk.index}: ${problems.join('; ')}`)
}
