import {
  beginRun,
  countItems,
  failRun,
  findDefinition,
  findRun,
  lockRun,
  planRun,
  queueTasks,
  type RunRow,
  recordEstimates,
  skipTasks,
  spreadNode,
} from '@marquee/domain/pipeline'
import { touchVideo } from '@marquee/domain/videos'
import { ARTEFACTS, DETAIL_LIMIT, enqueueCleaning } from '@marquee/jobs'
import type { Catalogue, PipelineProblem, ResourceClass } from '@marquee/media'
import { withSpan } from '@marquee/service'
import { z } from 'zod'
import type { Services } from '../program/services.ts'
import { CATALOGUE } from '../tasks/task-types.ts'
import { announceChange } from './announce-change.ts'
import { CLEANING_DELAY_MS } from './clean-run.ts'
import { failureOf } from './reach-milestones.ts'
import { releaseInPassing, releaseNext } from './release-tasks.ts'

interface Occasion {
  /** The class in whose queue there is a place since. */
  readonly freed?: ResourceClass | undefined
  readonly catalogue?: Catalogue
}

/**
 * Queues every task of a run that can go on, and skips those whose condition fails. Any number of dispatchers may
 * do this at once and be stopped anywhere: each step is one guarded update, and a task that was not released is
 * found by the sweep. A place that was freed goes to whoever is next once the run's own tasks are in line; where it has none,
 * by the message of which one at most waits, since a thousand pieces may end at once.
 */
export async function dispatchRun(
  services: Services,
  runId: bigint,
  { freed, catalogue = CATALOGUE }: Occasion = {},
): Promise<void> {
  await withSpan(
    'dispatch run',
    { kind: 'consumer', attributes: { 'marquee.run': String(runId) } },
    async () => {
      const { resources, changed } = await queueWhatCanRun(services, runId, catalogue)
      const places = freed ? [freed] : []
      if (resources.length > 0) await releaseNext(services, [...resources, ...places])
      else releaseInPassing(services, places)
      if (changed !== null) await announceChange(services, await touchVideo(services.database, changed))
    },
  )
}

interface Queued {
  /** Classes in which tasks were queued. */
  readonly resources: readonly ResourceClass[]
  /** The video whose progress looks different now. */
  readonly changed: bigint | null
}

const NOTHING: Queued = { resources: [], changed: null }

async function queueWhatCanRun(services: Services, runId: bigint, catalogue: Catalogue): Promise<Queued> {
  const { database } = services
  const run = await findBegunRun(services, runId, catalogue)
  if (run?.status !== 'running') return NOTHING
  const refuse = async (problems: string) => {
    await failUnplannable(services, run, problems)
    return NOTHING
  }
  const unreadable = findUnreadableFacts(run.tasks)
  if (unreadable !== null) return refuse(unreadable)
  const plan = planRun(run, catalogue)
  if (!plan.ok) return refuse(describe(plan.problems))
  await recordEstimates(database, run, plan.estimates)
  await skipTasks(database, runId, plan.skip)
  await queueTasks(database, runId, plan.queue)
  for (const { node, list } of plan.spread)
    await spreadNode(database, runId, { node, items: await countItems(database, runId, list) })
  const begun = new Set([...plan.queue, ...plan.spread.map(({ node }) => node)])
  if (begun.size === 0 && !run.tasks.some(isUnderWay)) return refuse(NOTHING_PUBLISHED)
  const resources = run.tasks.filter(({ name }) => begun.has(name)).map(({ resource }) => resource)
  return { resources, changed: begun.size + plan.skip.length > 0 ? run.videoId : null }
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
async function failUnplannable(
  services: Services,
  { id, traceparent }: RunRow,
  problems: string,
): Promise<void> {
  const { database, queues, logger, events } = services
  const failed = await database.$transaction(async (tx) => {
    const run = await lockRun(tx, id)
    const detail = problems.slice(0, DETAIL_LIMIT)
    if (!run || !(await failRun(tx, run, { code: 'PIPELINE_INVALID', task: null, detail }))) return null
    return { run, video: await touchVideo(tx, run.videoId) }
  })
  // A run and its tasks are read one after the other: this one ended in between.
  if (!failed) return
  logger.error({ run: String(id), problems }, 'a run has no valid plan')
  events.milestone(failureOf(failed.run, 'PIPELINE_INVALID'))
  await enqueueCleaning(queues, id, { delayMs: CLEANING_DELAY_MS, traceparent })
  await announceChange(services, failed.video)
}
