import type { ClaimedTask } from '@marquee/domain/pipeline'
import type { TaskResult } from '@marquee/jobs'
import type { RunErrorCode, SourceFacts } from '@marquee/media'
import type { Artefacts } from '../../tasks/define-task.ts'
import type { PerformTask } from '../run-task.ts'
import { sampleFacts, sampleOutputs } from './sample-outputs.ts'

/** What happened, in order: `encode#1` is the first attempt of the task encode. */
export interface SampleTasks {
  readonly perform: PerformTask
  readonly attempts: readonly string[]
}

/** A test's say in one attempt: a code to fail with, or nothing. May wait for the signal. */
export type Interfere = (
  task: ClaimedTask,
  controls: Parameters<PerformTask>[1],
) => Promise<RunErrorCode | undefined>

/** Tasks that take no time and make valid outputs, unless `interfere` says otherwise. */
export function sampleTasks({
  facts = sampleFacts(),
  interfere = async () => undefined,
}: {
  facts?: SourceFacts
  interfere?: Interfere
} = {}): SampleTasks {
  const attempts: string[] = []
  return {
    attempts,
    async perform(task, controls): Promise<TaskResult> {
      attempts.push(`${task.name}#${task.attempt}`)
      const code = await interfere(task, controls)
      controls.signal.throwIfAborted()
      if (code) return { outcome: 'failed', code, detail: 'as the test wanted', cpuSeconds: 0 }
      return { outcome: 'succeeded', artefacts: artefactsOf(task, facts), cpuSeconds: 0.5 }
    },
  }
}

function artefactsOf({ type, runId }: ClaimedTask, facts: SourceFacts): Artefacts {
  const outputs = sampleOutputs(runId, facts)
  return outputs[type as keyof typeof outputs]
}

/** Rejects when the attempt is told to stop; resolves never. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
