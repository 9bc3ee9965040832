import type { Logger } from '@marquee/service'
import type { Programs } from '../ffmpeg/programs.ts'
import type { RunResult } from '../ffmpeg/run-program.ts'
import { throwUnlessDone } from './task-failure.ts'

const WITHIN_MS = 10_000

/**
 * Runs what tasks need once, so that the first film need not wait until a cold disk has read the programs and their libraries.
 * One that takes longer than `withinMs` is waited for by its first task.
 * @throws where one cannot run here: it would find fault with every upload
 */
export async function startPrograms(
  open: (signal: AbortSignal) => Programs,
  logger: Pick<Logger, 'warn'>,
  withinMs = WITHIN_MS,
): Promise<void> {
  const signal = AbortSignal.timeout(withinMs)
  const { run } = open(signal)
  try {
    await Promise.all([
      run('ffprobe', ['-v', 'error', '-version']).then(requireDone),
      run('packager', ['--version']).then(requireDone),
    ])
  } catch (err) {
    if (!signal.aborted) throw err
    logger.warn({ err }, 'the programs that tasks need take long to start')
  }
}

const requireDone = (run: RunResult) => throwUnlessDone(run, 'INTERNAL')
