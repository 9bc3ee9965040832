import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  decodedTimesArguments,
  findWholePart,
  type Packet,
  packetArguments,
  parseDecodedTime,
  parsePacketLine,
  type Refusal,
  SHORTEST_WHOLE_PART,
  type SourceFacts,
  type SourceReport,
  type TemporaryObject,
  WHOLE_PART_FILE,
  wholePartArguments,
} from '@marquee/media'
import { failureOf } from '../../ffmpeg/run-end-failure.ts'
import { SOURCE_FILE } from '../fetch-source.ts'
import type { TaskContext } from '../task-context.ts'
import { TaskFailure } from '../task-failure.ts'
import { throwUnlessExited } from './read-packets.ts'

interface Decoded {
  /** When the pictures are shown that can be decoded, in seconds on the container's clock. */
  readonly times: readonly number[]
  /** Null where no more of them fail than an encode puts up with. */
  readonly damage: Refusal | null
}

/** Ten minutes, and ten times the film: many times what decoding takes. */
const timeoutMs = (durationMs: number) => 600_000 + 10 * durationMs

/** Decodes the pictures of a film from end to end. */
export async function decodePictures({ programs }: TaskContext, facts: SourceFacts): Promise<Decoded> {
  const times: number[] = []
  const run = await programs.run('ffmpeg', decodedTimesArguments(SOURCE_FILE, facts), {
    timeoutMs: timeoutMs(facts.durationMs),
    limits: { nice: 10, cpuSeconds: timeoutMs(facts.durationMs) / 1000 },
    onLine: (line) => {
      const time = parseDecodedTime(line)
      if (time !== null) times.push(time)
    },
  })
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure && failure.code !== 'SOURCE_DAMAGED') throw new TaskFailure(failure.code, failure.detail)
  return { times, damage: failure && { code: 'SOURCE_DAMAGED', detail: failure.detail } }
}

/**
 * Copies what of a film comes before it breaks to the temporary bucket, and leaves it in the task's folder in the upload's place.
 * @param refusal what is wrong with the film
 * @throws TaskFailure with its code where too little is whole, or its packets cannot be copied
 */
export async function keepWholePart(
  context: TaskContext,
  { facts, seeking }: SourceReport,
  times: readonly number[],
  refusal: Refusal,
): Promise<TemporaryObject> {
  const { programs, folder, stores, cache, temporaryPrefix, signal } = context
  const part = findWholePart(await readPictures(context, facts), times)
  if (!part)
    throw new TaskFailure(refusal.code, `less than ${SHORTEST_WHOLE_PART} s are whole; ${refusal.detail}`)
  const run = await programs.run(
    'ffmpeg',
    wholePartArguments(SOURCE_FILE, facts, part, seeking.containerStart),
  )
  const failure = failureOf(run, () => refusal.code)
  if (failure) throw new TaskFailure(failure.code, failure.detail)
  const path = join(folder, WHOLE_PART_FILE)
  const key = `${temporaryPrefix}${WHOLE_PART_FILE}`
  const put = await stores.temporary.uploadFile(path, key, {
    contentType: 'application/octet-stream',
    signal,
  })
  if (put.outcome === 'written') await cache.keep(stores.temporary, key, put.etag, path)
  await rm(join(folder, SOURCE_FILE))
  return { key, bytes: (await stat(path)).size }
}

async function readPictures({ programs }: TaskContext, { video }: SourceFacts): Promise<readonly Packet[]> {
  const pictures: Packet[] = []
  const onLine = (line: string) => {
    const packet = parsePacketLine(line)
    if (packet?.streamIndex === video.index) pictures.push(packet)
  }
  throwUnlessExited(await programs.run('ffprobe', packetArguments(SOURCE_FILE), { onLine }))
  return pictures
}
