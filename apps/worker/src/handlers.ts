import type { IdSource } from '@marquee/domain'
import { CLEAN_WITHIN_MS, cleanRun } from './pipeline/clean-run.ts'
import type { JobHandlers } from './pipeline/consume-queue.ts'
import { dispatchRun } from './pipeline/dispatch-run.ts'
import { releaseNext } from './pipeline/release-tasks.ts'
import { createTaskRunner, type PerformTask, type TaskHolder } from './pipeline/run-task.ts'
import { settleTask } from './pipeline/settle-task.ts'
import { createSweep } from './pipeline/sweep.ts'
import type { Services } from './program/services.ts'

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
