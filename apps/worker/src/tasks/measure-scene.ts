import { readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Chunk,
  type CostModel,
  compareArguments,
  costOfPictures,
  probeSceneArguments,
  probeTrials,
  REFERENCE_FILE,
  type Rung,
  readSsim,
  type SceneFigures,
  type SourceReport,
} from '@marquee/media'
import { NICE } from '../ffmpeg/nice.ts'
import { PICTURES_MEMORY_BYTES, type RunOptions } from '../ffmpeg/programs.ts'
import type { RunLimits } from '../ffmpeg/sandbox.ts'
import { encodingBounds } from './encoding-bounds.ts'
import { SOURCE_FILE } from './fetch-source.ts'
import type { TaskContext } from './task-context.ts'
import { TaskFailure, throwUnlessDone } from './task-failure.ts'

/** As of an encode. */
const LIMITS = {
  memoryBytes: PICTURES_MEMORY_BYTES,
  nice: NICE.awaited,
} as const satisfies Partial<RunLimits>

export interface SceneRequest {
  readonly scene: Chunk
  readonly rungs: readonly Rung[]
  readonly step: number
  /** Of the task that it belongs to. */
  readonly cost: CostModel
}

/** Encodes a scene both ways and compares them, in the order of `probeTrials`. @throws TaskFailure */
export async function measureScene(
  context: TaskContext,
  { facts, seeking }: SourceReport,
  { scene, rungs, step, cost }: SceneRequest,
): Promise<readonly SceneFigures[]> {
  const { preset, folder } = context
  const trials = probeTrials(rungs, step)
  const request = { source: SOURCE_FILE, facts, seeking, scene, rungs, preset, step }
  const { timeoutMs, cpuSeconds } = encodingBounds(
    scene.endMs - scene.startMs,
    costOfPictures(cost, facts.video, rungs),
  )
  const bounds = { timeoutMs, limits: { ...LIMITS, cpuSeconds } }
  await runFfmpeg(context, probeSceneArguments(request), bounds)
  await runFfmpeg(context, compareArguments(trials, facts), bounds)
  const figures = await Promise.all(
    trials.map(async ({ file, report }) => {
      const ssim = readSsim(await readFile(join(folder, report), 'utf8'))
      if (ssim === null) throw new TaskFailure('ENCODE_FAILED', `nothing was compared at ${scene.startMs} ms`)
      return { bytes: (await stat(join(folder, file))).size, ssim }
    }),
  )
  const written = [REFERENCE_FILE, ...trials.flatMap(({ file, report }) => [file, report])]
  await Promise.all(written.map((file) => rm(join(folder, file))))
  return figures
}

async function runFfmpeg(
  { programs }: TaskContext,
  args: readonly string[],
  bounds: RunOptions,
): Promise<void> {
  throwUnlessDone(await programs.run('ffmpeg', args, bounds), 'ENCODE_FAILED')
}
