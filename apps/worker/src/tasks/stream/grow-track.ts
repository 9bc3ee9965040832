import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { CutSegment, SegmentCut, StreamPart } from '@marquee/media'
import {
  describePart,
  openTrack,
  type TrackPlace,
  type TrackWriter,
  writeInitialization,
  writePart,
  writeSegment,
} from './write-track.ts'

/** How a track is given to viewers while an encoder writes its file. */
export interface TrackGrowth {
  readonly cut: SegmentCut
  /** In which part a segment stands. It must not depend on the attempt: each part is written once, by whoever is first. */
  readonly partOf: (segment: number) => number
  /** The last segment to publish, which ends a part; what comes behind it is another task's. */
  readonly until?: number
  /** Throws for what may not be published; called before anything is. */
  readonly prove: (initialization: Uint8Array) => void
}

/** A track whose file grows. Both throw TaskFailure PACKAGE_FAILED where the file is not what it was asked for. */
export interface GrowingTrack {
  /** Publishes what has come since the last time, if anything has. */
  readOn(): Promise<void>
  /** Publishes the rest of a file that has ended. All that was published, as one part. */
  finish(): Promise<StreamPart>
}

/** Publishes a track part by part, each behind its segments, out of a file that is only ever appended to. */
export function growTrack(
  context: TrackWriter,
  place: TrackPlace,
  file: string,
  { cut, partOf, until = Number.POSITIVE_INFINITY, prove }: TrackGrowth,
): GrowingTrack {
  const segments: Omit<CutSegment, 'bytes'>[] = []
  const bytes: number[] = []
  /** The part that is not written yet, and where its segments begin among all. */
  let part = { index: 0, from: 0 }
  let isBegun = false
  let hasEnded = false
  let offset = 0

  async function begin(initialization: Uint8Array): Promise<void> {
    if (isBegun) return
    isBegun = true
    prove(initialization)
    await writeInitialization(context, place, initialization)
  }

  async function closePart(last: boolean): Promise<void> {
    const { index, from } = part
    const made = { segments: segments.slice(from), bytes: bytes.slice(from) }
    await writePart(context, place, describePart(made, { index, last }))
    part = { index: index + 1, from: segments.length }
  }

  async function take(segment: CutSegment, initialization: Uint8Array): Promise<void> {
    await begin(initialization)
    if (segment.number > until) return
    await writeSegment(context, place, segment)
    segments.push(segment)
    bytes.push(segment.bytes.length)
    // A segment is cut where the next begins, or else where the file ends.
    if (!hasEnded && partOf(segment.number + 1) > part.index) await closePart(false)
  }

  const track = openTrack(file, cut, take)

  async function readOn(): Promise<void> {
    for await (const piece of createReadStream(join(context.folder, file), { start: offset })) {
      offset += (piece as Uint8Array).length
      await track.push(piece as Uint8Array)
    }
  }

  return {
    readOn: () => readOn().catch(passOverMissing),
    async finish() {
      await readOn()
      hasEnded = true
      const { initialization, segments: all } = await track.finish()
      await begin(initialization)
      const last = all.length === segments.length
      if (last) await closePart(true)
      return describePart({ segments, bytes }, { index: 0, last })
    },
  }
}

/** Encoders open what they write when they know what it will be. */
function passOverMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
}
