import type { IdSource } from '@marquee/domain'
import { DETAIL_LIMIT } from '@marquee/jobs'
import { CLEAN_WITHIN_MS, cleanRun } from './pipeline/clean-run.ts'
import type { JobHandlers } from './pipeline/consume-queue.ts'
import { dispatchRun } from './pipeline/dispatch-run.ts'
import { releaseNext } from './pipeline/release-tasks.ts'
import { createTaskRunner, type PerformTask, type TaskHolder } from './pipeline/run-task.ts'
import type { ScratchSpace } from './pipeline/scratch-space.ts'
import type { Services } from './pipeline/services.ts'
import { settleTask } from './pipeline/settle-task.ts'
import { createSweep } from './pipeline/sweep.ts'
import type { MediaRunner } from './tasks/open-media-runner.ts'

export interface HandlerParts {
  readonly services: Services
  /** Made only where a role needs them. */
  readonly ids: () => IdSource
  readonly perform: PerformTask
  readonly holder: TaskHolder
}

/** Every job of packages/jobs and what does it; one without does not compile. Task types: tasks/task-types.ts. */
export function createHandlers({ services, ids, perform, holder }: HandlerParts): JobHandlers {
  const sweep = createSweep(services)
  return {
    'dispatch-run': done(({ runId, freed }) => dispatchRun(services, BigInt(runId), { freed })),
    'release-tasks': done(({ resource }) => releaseNext(services, [resource])),
    'run-task': createTaskRunner(services, holder, perform),
    'settle-task': done((payload) => settleTask(services, ids(), payload)),
    'clean-run': done(({ runId }) => cleanRun(services, BigInt(runId), AbortSignal.timeout(CLEAN_WITHIN_MS))),
    sweep: done(sweep),
  }
}

/** A handler so short that a shutdown waits for it. */
function done<Payload>(handle: (payload: Payload) => Promise<void>): (payload: Payload) => Promise<'done'> {
  return async (payload) => {
    await handle(payload)
    return 'done'
  }
}

/** Tasks as this machine's programs do them, each in a folder of its own. */
export function performWith(media: MediaRunner, scratch: ScratchSpace): PerformTask {
  return (task, { signal, report }) =>
    scratch.lend(async (folder) => {
      const { publicId, originalKey } = task.video
      if (originalKey === null) throw new Error(`Video ${publicId} has a run but no original`)
      const end = await media.run({
        runId: String(task.runId),
        videoPublicId: publicId,
        taskName: task.name,
        type: task.type,
        options: task.options,
        item: task.item,
        sourceKey: originalKey,
        inputs: task.inputs,
        watermark: task.watermark,
        software: task.software,
        folder,
        reportProgress: report,
        signal,
      })
      const { cpuSeconds, peakBytes } = end
      const used = { cpuSeconds, ...(peakBytes > 0 && { peakMb: Math.ceil(peakBytes / 1e6) }) }
      if (end.outcome === 'succeeded') return { outcome: 'succeeded', artefacts: end.artefacts, ...used }
      const { code, detail } = end.failure
      return { outcome: 'failed', code, detail: detail.slice(0, DETAIL_LIMIT), ...used }
    })
}
