import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import {
  CmafFailure,
  type CutSegment,
  createSegmentCutter,
  initName,
  partName,
  type SegmentCut,
  type StreamPart,
  segmentName,
} from '@marquee/media'
import { revisionObject } from '../revision-object.ts'
import type { TaskContext } from '../task-context.ts'
import { TaskFailure } from '../task-failure.ts'

/** Where a track of a stream is written. */
export interface TrackPlace {
  readonly revision: string
  /** `1080p`, `audio`. */
  readonly name: string
}

/** What was cut of one file, and is in the store. */
export interface WrittenTrack {
  readonly initialization: Uint8Array
  readonly segments: readonly Omit<CutSegment, 'bytes'>[]
  readonly bytes: readonly number[]
}

/** What writing takes of a task. */
export type TrackWriter = Pick<TaskContext, 'videoPublicId' | 'folder' | 'signal'> & {
  readonly stores: Pick<TaskContext['stores'], 'transcoded'>
}

/**
 * Cuts a local file into segments of a stream, and uploads each as it is cut. Every segment stands by itself and is written
 * once: where another attempt was first with one, its segment is as good as ours.
 * @throws TaskFailure PACKAGE_FAILED where the file is not what it was asked for
 */
export async function writeTrack(
  context: TrackWriter,
  place: TrackPlace,
  file: string,
  cut: SegmentCut,
): Promise<WrittenTrack> {
  const track = await cutTrack(context, file, cut, (segment) => writeSegment(context, place, segment))
  await writeInitialization(context, place, track.initialization)
  return track
}

/**
 * The same of an encoder that begins otherwise on another machine. Nothing is uploaded before the whole file was cut and
 * looked at, and begins as the track does: so whatever another attempt has left was proven to fit, and is as good as ours.
 * @param prove throws for what may not be published
 * @throws TaskFailure PACKAGE_FAILED where the file is not what it was asked for, or begins otherwise
 */
export async function writeProvenTrack(
  context: TrackWriter,
  place: TrackPlace,
  file: string,
  cut: SegmentCut,
  prove: (track: WrittenTrack) => void,
): Promise<WrittenTrack> {
  const track = await cutTrack(context, file, cut)
  prove(track)
  await writeInitialization(context, place, track.initialization)
  return cutTrack(context, file, cut, (segment) => writeSegment(context, place, segment))
}

async function cutTrack(
  { folder }: TrackWriter,
  file: string,
  cut: SegmentCut,
  take?: (segment: CutSegment) => Promise<unknown>,
): Promise<WrittenTrack> {
  const track = openTrack(file, cut, take)
  for await (const piece of createReadStream(join(folder, file))) await track.push(piece as Uint8Array)
  return track.finish()
}

/** A track that is cut as its file comes. All throw TaskFailure PACKAGE_FAILED where the file is not what it was asked for. */
export interface OpenTrack {
  push(piece: Uint8Array): Promise<void>
  /** The file has ended. */
  finish(): Promise<WrittenTrack>
}

/** @param take each segment in its turn, with what its track begins with; the next waits for it */
export function openTrack(
  file: string,
  cut: SegmentCut,
  take?: (segment: CutSegment, initialization: Uint8Array) => Promise<unknown>,
): OpenTrack {
  const cutter = createSegmentCutter(cut)
  const segments: Omit<CutSegment, 'bytes'>[] = []
  const sizes: number[] = []
  const takeAll = async (cutSome: () => readonly CutSegment[]) => {
    for (const whole of asPackageFailure(file, cutSome)) {
      await take?.(whole, requireInitialization())
      const { bytes, ...segment } = whole
      segments.push(segment)
      sizes.push(bytes.length)
    }
  }
  const requireInitialization = () => {
    if (!cutter.initialization) throw new TaskFailure('PACKAGE_FAILED', `${file} has no beginning`)
    return cutter.initialization
  }
  return {
    push: (piece) => takeAll(() => cutter.push(piece)),
    async finish() {
      await takeAll(() => cutter.finish())
      return { initialization: requireInitialization(), segments, bytes: sizes }
    },
  }
}

function asPackageFailure<Value>(file: string, cut: () => Value): Value {
  try {
    return cut()
  } catch (error) {
    if (error instanceof CmafFailure) throw new TaskFailure('PACKAGE_FAILED', `${file}: ${error.message}`)
    throw error
  }
}

export function writeSegment(
  context: TrackWriter,
  place: TrackPlace,
  { number, bytes }: CutSegment,
): Promise<boolean> {
  return putOnce(context, place, segmentName(place.name, number), bytes)
}

/**
 * All chunks of a track begin with the same bytes: a player reads them once.
 * @throws TaskFailure PACKAGE_FAILED where it begins otherwise already
 */
export async function writeInitialization(
  context: TrackWriter,
  place: TrackPlace,
  bytes: Uint8Array,
): Promise<void> {
  const written = await putOnce(context, place, initName(place.name), bytes)
  if (written) return
  const { stores, signal } = context
  const { body } = await stores.transcoded.get(keyOf(context, place, initName(place.name)), { signal })
  const there = Buffer.concat(await body.toArray())
  if (!there.equals(bytes))
    throw new TaskFailure('PACKAGE_FAILED', `${place.name} begins otherwise than in another chunk`)
}

/** Makes a chunk's segments part of what viewers are shown, once all of them are there. */
export async function writePart(context: TrackWriter, place: TrackPlace, part: StreamPart): Promise<void> {
  const bytes = Buffer.from(JSON.stringify(part))
  await putOnce(context, place, partName(place.name, part.index), bytes)
}

export function describePart(
  { segments, bytes }: Pick<WrittenTrack, 'segments' | 'bytes'>,
  { index, last }: Pick<StreamPart, 'index' | 'last'>,
): StreamPart {
  return {
    index,
    firstNumber: segments[0]?.number ?? 1,
    startTicks: segments[0]?.startTicks ?? 0,
    segments: segments.map(({ durationTicks }, at) => ({ durationTicks, bytes: bytes[at] ?? 0 })),
    last,
  }
}

/** False where something stands there already. */
async function putOnce(
  context: TrackWriter,
  place: TrackPlace,
  name: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const { outcome } = await context.stores.transcoded.put(keyOf(context, place, name), bytes, {
    ...revisionObject(name),
    ifNoneMatch: '*',
    signal: context.signal,
  })
  return outcome === 'written'
}

function keyOf({ videoPublicId }: TrackWriter, { revision }: TrackPlace, name: string): string {
  return `videos/${videoPublicId}/${revision}/${name}`
}
