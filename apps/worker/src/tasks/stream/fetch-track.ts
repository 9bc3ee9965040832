import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { initName, segmentName } from '@marquee/media'
import type { TaskContext } from '../task-context.ts'
import type { TrackPlace } from './write-track.ts'

/** Joins a track of a stream to one local file: an initialization segment and what follows it is a whole film (ISO/IEC 23000-19 §7.3.4). */
export async function fetchTrack(
  { stores, videoPublicId, folder, signal }: TaskContext,
  { revision, name }: TrackPlace,
  segments: number,
  file: string,
): Promise<void> {
  const names = [
    initName(name),
    ...Array.from({ length: segments }, (_, index) => segmentName(name, index + 1)),
  ]
  async function* bytes() {
    for (const object of names) {
      const { body } = await stores.transcoded.get(`videos/${videoPublicId}/${revision}/${object}`, {
        signal,
      })
      yield* body
    }
  }
  await pipeline(Readable.from(bytes()), createWriteStream(join(folder, file)), { signal })
}
