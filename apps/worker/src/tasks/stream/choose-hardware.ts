import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DETAIL_LIMIT } from '@marquee/jobs'
import {
  checkEncoderTrial,
  type EncoderTrial,
  encoderTrialArguments,
  HARDWARE_CODEC,
  type HardwareEncoder,
  keepsTimestamps,
  presetOnHardware,
  type Rung,
  renditionFile,
  reservesAddresses,
  type VideoFacts,
  type X264Preset,
} from '@marquee/media'
import { PICTURES_MEMORY_BYTES, type RunOptions } from '../../ffmpeg/programs.ts'
import type { TaskContext } from '../task-context.ts'
import { asTaskFailure, throwUnlessDone } from '../task-failure.ts'

/** As a stream announces it. */
export interface ChosenEncoder {
  readonly preset: X264Preset
  /** Software, where it is left out. */
  readonly hardware?: HardwareEncoder
  readonly remark?: string
}

/**
 * By what a film's H.264 is encoded, in all of its chunks: by this machine's hardware where it does these very rungs as they
 * are announced, else in software.
 */
export async function chooseHardware(
  context: TaskContext,
  rungs: readonly Rung[],
  video: VideoFacts,
): Promise<ChosenEncoder> {
  const { hardware, preset } = context
  const tried = rungs.filter(({ codec }) => codec === HARDWARE_CODEC)
  if (tried.length === 0) return { preset }
  if (context.software) return { preset, remark: 'In software, since a run with hardware failed.' }
  // Drivers reckon a rate by frames, as if all stood equally long.
  if (hardware === null || keepsTimestamps(video)) return { preset }
  const trial = { rungs: tried, video, preset: presetOnHardware(preset), hardware }
  const refusal = await tryEncoder(context, trial).catch((error: unknown) => {
    context.signal.throwIfAborted()
    return asTaskFailure(error).message
  })
  return refusal === null
    ? { preset: trial.preset, hardware, remark: `H.264 by ${hardware}.` }
    : {
        preset,
        remark: `In software, since ${hardware} was tried in vain. ${refusal}`.slice(0, DETAIL_LIMIT),
      }
}

/** Milliseconds for a few seconds of film: a driver that hangs must not keep a viewer waiting for long. */
const TRIED_WITHIN_MS = 20_000

/** Encodes a drawn picture in all rungs at once. Null where that is as announced, else what is wrong. */
export async function tryEncoder(context: TaskContext, trial: EncoderTrial): Promise<string | null> {
  const { programs, folder } = context
  const run = await programs.run('ffmpeg', encoderTrialArguments(trial), {
    timeoutMs: TRIED_WITHIN_MS,
    ...onHardware(trial.hardware),
  })
  throwUnlessDone(run, 'ENCODE_FAILED')
  const problems = trial.rungs.map(async (rung) => {
    const path = join(folder, renditionFile(rung))
    const found = checkEncoderTrial(await readFile(path), rung, trial)
    await rm(path)
    return found.map((problem) => `${rung.name}: ${problem}`)
  })
  const all = (await Promise.all(problems)).flat()
  return all.length > 0 ? all.join('; ') : null
}

/** How a program runs that encodes by this. */
export function onHardware(hardware: HardwareEncoder | null): Pick<RunOptions, 'devices' | 'limits'> {
  const isVast = hardware !== null && reservesAddresses(hardware)
  return {
    devices: hardware !== null,
    limits: { memoryBytes: isVast ? Number.POSITIVE_INFINITY : PICTURES_MEMORY_BYTES },
  }
}
