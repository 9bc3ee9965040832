import type { ArtefactOf } from '@marquee/jobs'
import {
  type Chunk,
  costOfPictures,
  createProgressReader,
  DAMAGED_EXIT,
  type DamageWatch,
  encodeChunkArguments,
  fractionOf,
  HARDWARE_CODEC,
  type RunErrorCode,
  type Rung,
  type SourceFacts,
} from '@marquee/media'
import { NICE } from '../ffmpeg/nice.ts'
import { failureOf, type ProgramFailure } from '../ffmpeg/run-end-failure.ts'
import { patienceFor } from '../ffmpeg/watch-standstill.ts'
import { encodingBounds } from './encoding-bounds.ts'
import { COST_OF_PICTURES } from './picture-costs.ts'
import { playsAsItIs } from './plays-as-it-is.ts'
import { onHardware } from './stream/choose-hardware.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'
import { blameFor } from './throw-with-blame.ts'
import { tryDecoding } from './try-decoding.ts'

/** What the encoder reads: the source, or what was copied of it to be sought in. */
export interface LocalFilm extends Pick<ArtefactOf<'chunks'>, 'seeking' | 'damage'> {
  readonly facts: SourceFacts
  /** Name of the file in the task's folder. */
  readonly file: string
}

export interface ChunkRequest {
  /** Highest first. */
  readonly rungs: readonly Rung[]
  readonly chunk: Chunk
  readonly stream: ArtefactOf<'stream'>
  /** The film does not play before it has ended. */
  readonly isFirst?: boolean
}

/**
 * Writes a chunk in all its rungs by one ffmpeg, as `renditionFile` names them. A failure that may be the film's takes a look at
 * all of it, and not `throwWithBlame`: what only an open GOP lacks is concealed, and tried once more.
 * @throws TaskFailure
 */
export async function encodeChunk(
  context: TaskContext,
  film: LocalFilm,
  { rungs, chunk, stream, isFirst }: ChunkRequest,
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
