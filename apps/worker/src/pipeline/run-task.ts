import { type ClaimedTask, claimTask, giveBackTask, unreleaseTask } from '@marquee/domain/pipeline'
import { DETAIL_LIMIT, enqueueCleaning, enqueueResult, MAX_TASK_LOSSES, type TaskResult } from '@marquee/jobs'
import { currentTraceparent, logWith, withSpan } from '@marquee/service'
import type { TaskOutcome } from '../observability/worker-events.ts'
import type { Services } from '../program/services.ts'
import { CLEANING_DELAY_MS } from './clean-run.ts'
import type { JobHandler, JobOutcome } from './consume-queue.ts'
import { type HeldClaim, holdClaim } from './hold-claim.ts'
import { releaseInPassing } from './release-tasks.ts'

/** What an attempt may use. `signal` aborts when it must stop, for whatever reason. */
export interface AttemptControls {
  readonly signal: AbortSignal
  /** 0 to 1, as often as it likes. */
  report(fraction: number): void
}

/** Does one attempt. Rejects once the signal has aborted, or where this program is at fault. */
export type PerformTask = (task: ClaimedTask, controls: AttemptControls) => Promise<TaskResult>

/** Why an attempt stopped early: by its claim, which is another's or nobody's, or with this program. */
type Stop = 'claim-lost' | 'shutdown'

/** How long a stopped attempt may take to put down what it holds; then it is left behind, and dies with us. */
export const STOP_WITHIN_MS = 5_000

/** This program, as those know it who look at claims. */
export interface TaskHolder {
  /** `worker.id` */
  readonly id: string
  /** A claim was refused to it, perhaps because it is to take no more tasks. */
  onRefused(): Promise<void>
}

/** Claims a queued task, does it, and hands its result to the completion handler. */
export function createTaskRunner(
  services: Services,
  { id: worker, onRefused }: TaskHolder,
  perform: PerformTask,
): JobHandler<'run-task'> {
  return async (payload, shutdown) => {
    // It may have waited for a slot that the shutdown has freed.
    if (shutdown.aborted) return 'given-back'
    const job = {
      runId: BigInt(payload.runId),
      name: payload.task,
      queuedAt: new Date(payload.queuedAt),
    }
    const task = await claimTask(services.database, job, worker)
    if (!task) {
      if (await unreleaseTask(services.database, job, worker)) await onRefused()
      releaseInPassing(services)
      return 'done'
    }
    if (task.freesTurn) releaseInPassing(services, [task.resource])
    if (task.losses >= MAX_TASK_LOSSES) return handOver(services, task, exhausted(task))
    const attributes = {
      'marquee.run': payload.runId,
      'marquee.task': task.name,
      'marquee.task.type': task.type,
      'marquee.attempt': task.attempt,
    }
    const fields = { run: payload.runId, task: task.name, attempt: task.attempt }
    return withSpan(`task ${task.type}`, { kind: 'consumer', attributes }, (span) =>
      logWith(fields, async () => {
        services.events.taskStarted(task.type, (Date.now() - job.queuedAt.getTime()) / 1_000)
        const claimLost = new AbortController()
        const held = holdClaim(services, task, () => claimLost.abort(new Error('the claim no longer stands')))
        try {
          const ended = await attempt(services, task, perform, {
            held,
            claimLost: claimLost.signal,
            shutdown,
          })
          if (ended === 'claim-lost') return await leaveToOthers(services, task)
          if (ended === 'shutdown')
            return (await giveBackTask(services.database, task)) ? 'given-back' : 'done'
          if (ended.outcome === 'failed') span.fail(ended.code)
          // Held until Redis has the result: to others a silent task without one is lost.
          return await handOver(services, task, ended)
        } finally {
          held.release()
        }
      }),
    )
  }
}

async function attempt(
  services: Services,
  task: ClaimedTask,
  perform: PerformTask,
  { held, claimLost, shutdown }: { held: HeldClaim; claimLost: AbortSignal; shutdown: AbortSignal },
): Promise<TaskResult | Stop> {
  const { logger, events } = services
  const signal = AbortSignal.any([claimLost, shutdown])
  held.report(0)
  const startedAt = performance.now()
  const ended = (outcome: TaskOutcome, code?: string) =>
    events.taskEnded({ type: task.type, outcome, code, seconds: (performance.now() - startedAt) / 1_000 })
  try {
    const result = await Promise.race([
      perform(task, { signal, report: held.report }),
      rejectAfterAbort(signal, STOP_WITHIN_MS),
    ])
    ended(result.outcome, result.outcome === 'failed' ? result.code : undefined)
    return result
  } catch (err) {
    if (claimLost.aborted) return stopped('claim-lost')
    if (shutdown.aborted) return stopped('shutdown')
    logger.error({ err }, 'task broke')
    ended('failed', 'INTERNAL')
    return { outcome: 'failed', code: 'INTERNAL', detail: String(err).slice(0, DETAIL_LIMIT), cpuSeconds: 0 }
  }

  function stopped(why: Stop): Stop {
    ended(why === 'shutdown' ? 'given-back' : 'lost')
    return why
  }
}

async function handOver(services: Services, task: ClaimedTask, result: TaskResult): Promise<JobOutcome> {
  const { name, attempt } = task
  const traceparent = currentTraceparent()
  await enqueueResult(services.queues, {
    runId: String(task.runId),
    task: name,
    attempt,
    result,
    traceparent,
  })
  return 'done'
}

/** Its run may have ended and been cleaned while we knew nothing of it: whatever we wrote meanwhile goes now. */
async function leaveToOthers({ queues }: Services, { runId }: ClaimedTask): Promise<JobOutcome> {
  await enqueueCleaning(queues, runId, { delayMs: CLEANING_DELAY_MS, traceparent: currentTraceparent() })
  return 'done'
}

/** So many attempts took their worker with them: another one would too. */
function exhausted(task: ClaimedTask): TaskResult {
  const detail = `${task.losses} attempts began and never ended.`
  return { outcome: 'failed', code: 'WORKER_LOST', detail, cpuSeconds: 0 }
}

export function rejectAfterAbort(signal: AbortSignal, ms: number): Promise<never> {
  return new Promise((_, reject) => {
    const later = () => setTimeout(() => reject(signal.reason), ms).unref()
    if (signal.aborted) later()
    else signal.addEventListener('abort', later, { once: true })
  })
}
