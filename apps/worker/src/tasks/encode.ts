import { stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactOf } from '@marquee/jobs'
import {
  AUDIO_FILE,
  createProgressReader,
  DAMAGED_EXIT,
  decodeTrialArguments,
  encodeArguments,
  fractionOf,
  type RunErrorCode,
  renditionFile,
  type SourceFacts,
  type SourceReport,
  type TemporaryObject,
} from '@marquee/media'
import { z } from 'zod'
import { failureOf } from '../ffmpeg/run-end-failure.ts'
import type { RunLimits } from '../ffmpeg/sandbox.ts'
import { defineTask, one } from './define-task.ts'
import { fetchSource, SOURCE_FILE } from './fetch-source.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure } from './task-failure.ts'

export const encode = defineTask({
  type: 'encode',
  summary: 'Writes all renditions and the sound in one ffmpeg that decodes once.',
  resource: 'encode',
  priority: 5,
  consumes: { facts: one(ARTEFACTS.facts) },
  produces: { renditions: ARTEFACTS.renditions },
  options: z.strictObject({}),
  cost: { fixed: 0.3, perSecond: 0.02, perMegapixelDecoded: 0.0035, perMegapixelEncoded: 0.0135 },
  run: async (context, { facts: report }) => ({ renditions: await encodeVideo(context, report) }),
})

async function encodeVideo(
  context: TaskContext,
  { facts, rungs }: Pick<SourceReport, 'facts' | 'rungs'>,
): Promise<ArtefactOf<'renditions'>> {
  await fetchSource(context)
  await runEncoder(context, { facts, rungs })
  const [audio, ...renditions] = await Promise.all([
    facts.audio ? uploadResult(context, AUDIO_FILE) : null,
    ...rungs.map((rung) => uploadResult(context, renditionFile(rung))),
  ])
  return {
    renditions: rungs.flatMap(({ name, width, height }, index) => {
      const object = renditions[index]
      return object ? [{ name, width, height, ...object }] : []
    }),
    audio,
  }
}

async function runEncoder(
  context: TaskContext,
  request: Pick<SourceReport, 'facts' | 'rungs'>,
): Promise<void> {
  const { durationMs } = request.facts
  const timeoutMs = encodeTimeoutMs(durationMs)
  const run = await context.programs.run(
    'ffmpeg',
    encodeArguments({ source: SOURCE_FILE, preset: context.preset, ...request }),
    {
      timeoutMs,
      limits: encodeLimits(request, timeoutMs),
      onLine: createProgressReader((progress) => context.reportProgress(fractionOf(progress, durationMs))),
    },
  )
  const failure = failureOf(run, codeOfExit)
  if (!failure) return
  const isUnclear = failure.code === 'ENCODE_FAILED'
  const isDamaged = isUnclear && !(await canDecode(context, request.facts, timeoutMs))
  throw new TaskFailure(isDamaged ? 'SOURCE_DAMAGED' : failure.code, failure.detail)
}

/** A decoder that crashes would crash on the next machine too. */
function codeOfExit(status: number | null): RunErrorCode {
  return status === DAMAGED_EXIT || status === null ? 'SOURCE_DAMAGED' : 'ENCODE_FAILED'
}

/** An encoder that is given no picture says no more than that it failed: only a second look tells whose fault it is. */
async function canDecode({ programs }: TaskContext, facts: SourceFacts, timeoutMs: number): Promise<boolean> {
  const { end } = await programs.run('ffmpeg', decodeTrialArguments(SOURCE_FILE, facts), { timeoutMs })
  return end.kind === 'exited' && end.code === 0
}

/** Ten minutes, and forty times the film: a slow machine with a slow preset, not a hung one. */
function encodeTimeoutMs(durationMs: number): number {
  return 600_000 + 40 * durationMs
}

/** No rendition is larger than twice its ceiling allows; the fixed part is for very short ones. */
function encodeLimits(
  { facts, rungs }: Pick<SourceReport, 'facts' | 'rungs'>,
  timeoutMs: number,
): Partial<RunLimits> {
  const ceiling = Math.max(...rungs.map((rung) => rung.maxRateKbps)) * 1000
  return {
    memoryBytes: 16 * 2 ** 30,
    cpuSeconds: Math.ceil((timeoutMs / 1000) * availableParallelism()),
    fileBytes: Math.ceil((facts.durationMs / 1000) * (ceiling / 8) * 2) + 64_000_000,
    nice: 19,
  }
}

async function uploadResult(context: TaskContext, file: string): Promise<TemporaryObject> {
  const { stores, cache, folder, temporaryPrefix, signal } = context
  const path = join(folder, file)
  const key = `${temporaryPrefix}${file}`
  const found = await stat(path).catch(() => null)
  if (!found?.size) throw new TaskFailure('ENCODE_FAILED', `${file} was not written`)
  const put = await stores.temporary.uploadFile(path, key, { contentType: 'video/mp4', signal })
  if (put.outcome === 'written') await cache.keep(stores.temporary, key, put.etag, path)
  return { key, bytes: found.size }
}
