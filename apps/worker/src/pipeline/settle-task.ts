import type { IdSource, Transaction } from '@marquee/domain'
import {
  type Claim,
  chargeChannel,
  failRun,
  failTask,
  findNodes,
  findTask,
  giveUpNode,
  goOnInSoftware,
  joinPieces,
  type LockedRun,
  lockRun,
  type Queueing,
  requeueTask,
  succeedTask,
  usesHardware,
} from '@marquee/domain/pipeline'
import { touchVideo } from '@marquee/domain/videos'
import {
  enqueueCleaning,
  enqueueDispatch,
  enqueueRelease,
  type JobPayload,
  retryDelayMs,
  type TaskResult,
} from '@marquee/jobs'
import { isRunErrorCode, type ResourceClass, type RunErrorCode } from '@marquee/media'
import { currentTraceparent, logWith, withSpan } from '@marquee/service'
import { z } from 'zod'
import type { Milestone } from '../observability/worker-events.ts'
import type { Services } from '../program/services.ts'
import type { Artefacts } from '../tasks/define-task.ts'
import { findTaskType } from '../tasks/task-types.ts'
import { announceChange } from './announce-change.ts'
import { CLEANING_DELAY_MS } from './clean-run.ts'
import { judgeFailure } from './judge-failure.ts'
import { failureOf, milestonesOf } from './reach-milestones.ts'
import { recordArtefacts } from './record-output.ts'
import { releaseInPassing } from './release-tasks.ts'

type Failure = Extract<TaskResult, { outcome: 'failed' }>

/** What follows from a settled attempt once its transaction stands. All of it may be lost: the sweep finds it. */
interface Aftermath {
  readonly video: { readonly publicId: string; readonly version: number } | null
  readonly retry: Retry | null
  /** The class that the attempt has left a place in; null where the result changed nothing. */
  readonly freed: ResourceClass | null
  readonly ended: boolean
  /** The run that goes on in the place of this one; null where there is none. */
  readonly next: bigint | null
  /** What the video became by it, for the first time in this run. */
  readonly reached: readonly Milestone[]
}

interface Retry extends Queueing {
  /** Milliseconds before it is due. */
  readonly delayMs: number
}

interface ArtefactParser {
  /** @throws ZodError where these are no artefacts of the type */
  parse(artefacts: unknown): Artefacts
}

/** Undefined where no such type of task is known. */
type FindType = (type: string) => ArtefactParser | undefined

interface Parts {
  readonly tx: Transaction
  readonly ids: IdSource
  readonly findType: FindType
}

type Applied = Pick<Aftermath, 'retry' | 'freed' | 'next'> & {
  /** Whether it can be the end of the run, or what its video was waiting for. */
  readonly decides: boolean
}
const NOTHING: Applied = { retry: null, freed: null, next: null, decides: false }

/**
 * Takes one attempt's result into PostgreSQL, in one transaction under the run's lock, then wakes whoever waits
 * for it. A result that comes twice, or late, changes nothing but wakes them again.
 */
export async function settleTask(
  services: Services,
  ids: IdSource,
  payload: JobPayload<'settle-task'>,
  findType: FindType = findTaskType,
): Promise<void> {
  const attributes = {
    'marquee.run': payload.runId,
    'marquee.task': payload.task,
    'marquee.attempt': payload.attempt,
    'marquee.outcome': payload.result.outcome,
  }
  await withSpan('settle task', { kind: 'consumer', attributes }, () =>
    logWith({ run: payload.runId, task: payload.task, attempt: payload.attempt }, () =>
      settle(services, ids, payload, findType),
    ),
  )
}

async function settle(
  services: Services,
  ids: IdSource,
  payload: JobPayload<'settle-task'>,
  findType: FindType,
): Promise<void> {
  const traceparent = currentTraceparent()
  const claim: Claim = { runId: BigInt(payload.runId), name: payload.task, attempt: payload.attempt }
  const { video, retry, freed, ended, next, reached } = await services.database.$transaction((tx) =>
    applyResult({ tx, ids, findType }, claim, payload.result),
  )
  for (const milestone of reached) services.events.milestone(milestone)
  if (retry) await enqueueRelease(services.queues, retry.resource, { delayMs: retry.delayMs })
  if (next !== null) {
    services.logger.warn({ next: String(next) }, 'hardware failed: another run goes on in software')
    await enqueueDispatch(services.queues, next, traceparent)
  }
  if (ended) await enqueueCleaning(services.queues, claim.runId, { delayMs: CLEANING_DELAY_MS, traceparent })
  else if (!retry) await enqueueDispatch(services.queues, claim.runId, traceparent, { freed })
  if (freed && (ended || retry)) releaseInPassing(services, [freed])
  await announceChange(services, video)
}

async function applyResult(parts: Parts, claim: Claim, result: TaskResult): Promise<Aftermath> {
  const { tx } = parts
  const run = await lockRun(tx, claim.runId)
  if (!run) return { ...NOTHING, video: null, ended: false, reached: [] }
  if (run.status !== 'running') return { ...NOTHING, video: run.video, ended: true, reached: [] }
  const applied =
    result.outcome === 'succeeded'
      ? await applySuccess(parts, run, claim, result)
      : await applyFailure(parts, run, claim, result)
  const after = applied.decides ? ((await lockRun(tx, run.id)) ?? run) : run
  const video = await touchVideo(tx, run.videoId)
  const hasFailed = after.status === 'failed' && applied.next === null
  const failed = hasFailed ? [failureOf(run, after.errorCode ?? 'INTERNAL')] : []
  const reached = [...milestonesOf(run, after.video.status), ...failed]
  return { ...applied, video, ended: after.status !== 'running', reached }
}

async function applySuccess(
  parts: Parts,
  run: LockedRun,
  claim: Claim,
  result: Extract<TaskResult, { outcome: 'succeeded' }>,
): Promise<Applied> {
  const { tx, ids, findType } = parts
  const task = await findTask(tx, claim)
  if (!task) return NOTHING
  const used = { cpuSeconds: result.cpuSeconds, peakMb: result.peakMb }
  const refuse = (detail: string) =>
    applyFailure(parts, run, claim, { outcome: 'failed', code: 'INTERNAL', detail, ...used })
  const type = findType(task.type)
  // The message comes again, and there may be a newer one by then: what was made is there.
  if (!type) throw new Error(`This completion handler is older than the worker: it knows no ${task.type}.`)
  const artefacts = readArtefacts(type, result.artefacts)
  if (artefacts instanceof z.ZodError)
    return refuse(`It made something else than ${task.type} promises: ${z.prettifyError(artefacts)}`)
  if (!(await succeedTask(tx, claim, { artefacts, remark: remarkOf(artefacts), ...used }))) return NOTHING
  await recordArtefacts({ tx, ids, run }, artefacts)
  if (task.item !== null) await joinPieces(tx, run.id, task.node)
  return { ...NOTHING, freed: await chargeChannel(tx, claim), decides: 'publication' in artefacts }
}

const remarked = z.object({ remark: z.string() })

/** What the artefacts say of how they were made; null where there is nothing to say. */
function remarkOf(artefacts: Artefacts): string | null {
  const remarks = Object.values(artefacts).flatMap((made) => remarked.safeParse(made).data?.remark ?? [])
  return remarks.length > 0 ? remarks.join(' ') : null
}

/** What a result holds; why it cannot be taken, where a worker of another version sent it. */
function readArtefacts(type: ArtefactParser, artefacts: unknown): Artefacts | z.ZodError {
  try {
    return type.parse(artefacts)
  } catch (error) {
    if (error instanceof z.ZodError) return error
    throw error
  }
}

/** What {@link judgeFailure} says, done. What nobody could begin has no result of its own: there its row must still be queued. */
async function applyFailure(
  { tx, ids }: Parts,
  run: LockedRun,
  claim: Claim,
  result: Failure,
): Promise<Applied> {
  const task = await findTask(tx, claim)
  if (!task) return NOTHING
  const code: RunErrorCode = isRunErrorCode(result.code) ? result.code : 'INTERNAL'
  const failure = { ...result, code }
  const isUnbegun = code === 'NO_FITTING_WORKER'
  const onHardware = usesHardware({ ...run, tasks: await findNodes(tx, run.id) }, task)
  const failures = claim.attempt - task.losses
  const verdict = judgeFailure({ code, failures, essential: task.essential, onHardware })
  if (verdict === 'retry') {
    // A store that is away is away from all of them.
    const elsewhere = !code.startsWith('STORAGE_')
    const delayMs = retryDelayMs(failures)
    const queueing = await requeueTask(tx, claim, failure, { delayMs, elsewhere })
    if (!queueing) return NOTHING
    return { ...NOTHING, retry: { ...queueing, delayMs }, freed: await chargeChannel(tx, claim) }
  }
  if (!(await failTask(tx, claim, failure, isUnbegun ? 'queued' : 'running'))) return NOTHING
  if (verdict === 'leave-out') {
    if (task.item !== null) await giveUpNode(tx, run.id, task.node)
    return { ...NOTHING, freed: isUnbegun ? null : await chargeChannel(tx, claim) }
  }
  const next = verdict === 'software' ? await goOnInSoftware(tx, ids, run, { code, task: claim.name }) : null
  if (next === null) await failRun(tx, run, { code, task: claim.name })
  return { ...NOTHING, next, freed: isUnbegun ? null : await chargeChannel(tx, claim), decides: true }
}
