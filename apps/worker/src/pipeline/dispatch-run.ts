import {
  beginRun,
  countItems,
  failRun,
  findDefinition,
  findRun,
  planRun,
  queueTask,
  type RunRow,
  recordEstimates,
  skipTask,
  spreadNode,
} from '@marquee/domain/pipeline'
import { touchVideo } from '@marquee/domain/videos'
import { ARTEFACTS, DETAIL_LIMIT, enqueueCleaning } from '@marquee/jobs'
import type { Catalogue, PipelineProblem, ResourceClass } from '@marquee/media'
import { withSpan } from '@marquee/service'
import { z } from 'zod'
import { CATALOGUE } from '../tasks/task-types.ts'
import { announceChange } from './announce-change.ts'
import { CLEANING_DELAY_MS } from './clean-run.ts'
import { failureOf } from './reach-milestones.ts'
import { releaseNext } from './release-tasks.ts'
import type { Services } from './services.ts'

/**
 * Queues every task of a run that can go on, and skips those whose condition fails. Any number of dispatchers may
 * do this at once and be stopped anywhere: each step is one guarded update, and a task that was not released is
 * found by the sweep.
 */
export async function dispatchRun(
  services: Services,
  runId: bigint,
  catalogue: Catalogue = CATALOGUE,
): Promise<void> {
  await withSpan('dispatch run', { kind: 'consumer', attributes: { 'marquee.run': String(runId) } }, () =>
    queueWhatCanRun(services, runId, catalogue),
  )
}

async function queueWhatCanRun(services: Services, runId: bigint, catalogue: Catalogue): Promise<void> {
  const { database } = services
  const run = await findBegunRun(services, runId, catalogue)
  if (run?.status !== 'running') return
  const unreadable = findUnreadableFacts(run.tasks)
  if (unreadable !== null) return failUnplannable(services, run, unreadable)
  const plan = planRun(run, catalogue)
  if (!plan.ok) return failUnplannable(services, run, describe(plan.problems))
  await recordEstimates(database, run, plan.estimates)
  for (const name of plan.skip) await skipTask(database, runId, name)
  for (const name of plan.queue) await queueTask(database, runId, name)
  for (const { node, list } of plan.spread)
    await spreadNode(database, runId, { node, items: await countItems(database, runId, list) })
  const begun = new Set([...plan.queue, ...plan.spread.map(({ node }) => node)])
  // Written by beginRun from the catalogue.
  const resources = run.tasks
    .filter(({ name }) => begun.has(name))
    .map(({ resource }) => resource as ResourceClass)
  await releaseNext(services, resources)
  if (begun.size === 0 && !run.tasks.some(isUnderWay))
    return failUnplannable(services, run, NOTHING_PUBLISHED)
  if (plan.skip.length + plan.queue.length + plan.spread.length === 0) return
  await announceChange(services, await touchVideo(database, run.videoId))
}

/** A run ends with what it publishes: this one would wait for ever. */
const NOTHING_PUBLISHED =
  'All tasks that this source is for have ended, and none of them published the whole film.'

const isUnderWay = ({ status }: RunRow['tasks'][number]) => status === 'queued' || status === 'running'

/** The run with its tasks, which it is given where it has none yet. Null where it cannot go on. */
async function findBegunRun(services: Services, runId: bigint, catalogue: Catalogue): Promise<RunRow | null> {
  const { database } = services
  const run = await findRun(database, runId)
  if (run?.status !== 'running' || run.document !== null) return run
  const found = await findDefinition(database, run.definition, run.definitionVersion)
  if (!found?.ok) {
    await failUnplannable(services, run, found?.why ?? `No pipeline is called ${run.definition}.`)
    return null
  }
  const begun = await database.$transaction((tx) => beginRun(tx, runId, found.definition, catalogue))
  if (begun.ok) return begun.run
  await failUnplannable(services, run, describe(begun.problems))
  return null
}

/** Why the plan cannot be made from what was recorded of the source: by a program of another version. Null where it can. */
function findUnreadableFacts(tasks: RunRow['tasks']): string | null {
  const task = tasks.find(({ status, kinds }) => status === 'succeeded' && kinds.includes('facts'))
  if (!task) return null
  const read = recordedFacts.safeParse(task.output)
  return read.success ? null : `What ${task.name} recorded cannot be read: ${z.prettifyError(read.error)}`
}

const recordedFacts = z.object({ facts: ARTEFACTS.facts })

function describe(problems: readonly Omit<PipelineProblem, 'code'>[]): string {
  return problems
    .map(({ task, field, message }) =>
      [[task, field].filter(Boolean).join(', '), message].filter(Boolean).join(': '),
    )
    .join(' ')
}

/** A definition that this program cannot run, such as one with a task type of a newer program that was rolled back. */
async function failUnplannable(services: Services, run: RunRow, problems: string): Promise<void> {
  const { database, queues, logger, events } = services
  logger.error({ run: String(run.id), problems }, 'a run has no valid plan')
  const failed = await database.$transaction(async (tx) => {
    const detail = problems.slice(0, DETAIL_LIMIT)
    const isFirst = await failRun(tx, run, { code: 'PIPELINE_INVALID', task: null, detail })
    return isFirst ? { video: await touchVideo(tx, run.videoId) } : null
  })
  if (failed) events.milestone(failureOf(run, 'PIPELINE_INVALID'))
  await enqueueCleaning(queues, run.id, { delayMs: CLEANING_DELAY_MS, traceparent: run.traceparent })
  await announceChange(services, failed?.video ?? null)
}
