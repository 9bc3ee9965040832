import {
  createPictureCollector,
  decodedTimesArguments,
  growingFloats,
  type Pictures,
  packetArguments,
  parseDecodedTime,
  parsePacketLine,
  type Refusal,
  SOURCE_LIMITS,
  type SourceFacts,
} from '@marquee/media'
import { NICE } from '../../ffmpeg/nice.ts'
import type { Programs } from '../../ffmpeg/programs.ts'
import { failureOf } from '../../ffmpeg/run-end-failure.ts'
import { SOURCE_FILE } from '../fetch-source.ts'
import { TaskFailure } from '../task-failure.ts'
import { decodingBounds } from '../try-decoding.ts'
import { throwUnlessExited } from './read-packets.ts'

interface Decoded {
  /** When the pictures are shown that can be decoded, in seconds on the container's clock. */
  readonly times: Float64Array
  /** Null where no more of them fail than an encode puts up with. */
  readonly damage: Refusal | null
}

/** Decodes the pictures of a film from end to end. */
export async function decodePictures(programs: Programs, facts: SourceFacts): Promise<Decoded> {
  const times = growingFloats()
  const bound = openBound(SOURCE_LIMITS.frames)
  const { timeoutMs, limits } = decodingBounds(facts.durationMs)
  const run = await programs.run('ffmpeg', decodedTimesArguments(SOURCE_FILE, facts), {
    timeoutMs,
    limits: { ...limits, nice: NICE.awaited },
    signal: bound.signal,
    onLine: (line) => {
      const time = parseDecodedTime(line)
      if (time !== null && bound.admits(times.length)) times.add(time)
    },
  })
  const failure = failureOf(run, () => 'SOURCE_DAMAGED')
  if (failure && failure.code !== 'SOURCE_DAMAGED') throw new TaskFailure(failure.code, failure.detail)
  return { times: times.read(), damage: failure && { code: 'SOURCE_DAMAGED', detail: failure.detail } }
}

/**
 * The packets of one stream. Those that an edit list hides count as well: of the facts, which have been judged, they are no part.
 * @throws TaskFailure SOURCE_TOO_MANY_FRAMES where there are more than `most`
 */
export async function readPictures(
  programs: Programs,
  streamIndex: number,
  most: number = SOURCE_LIMITS.frames,
): Promise<Pictures> {
  const pictures = createPictureCollector()
  const bound = openBound(most)
  const onLine = (line: string) => {
    const packet = parsePacketLine(line)
    if (packet?.streamIndex === streamIndex && bound.admits(pictures.count)) pictures.add(packet)
  }
  const run = await programs.run('ffprobe', packetArguments(SOURCE_FILE), { onLine, signal: bound.signal })
  throwUnlessExited(run)
  return pictures.read()
}

/** Ends a program that tells of more pictures than we take. */
function openBound(most: number) {
  const end = new AbortController()
  return {
    signal: end.signal,
    /** Whether one more may come where there are `count`. */
    admits(count: number): boolean {
      if (count < most) return true
      if (!end.signal.aborted)
        end.abort(new TaskFailure('SOURCE_TOO_MANY_FRAMES', `more than ${most} pictures in its packets`))
      return false
    },
  }
}
