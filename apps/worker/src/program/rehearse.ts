import type { Database, IdSource } from '@marquee/domain'
import {
  beginRun,
  type Claim,
  chargeChannel,
  claimTask,
  DEFAULT_PIPELINE,
  findDefinition,
  findTask,
  holdsClaim,
  queueTasks,
  recordEstimates,
  recordPublication,
  recordSource,
  skipTasks,
  succeedTask,
  unreleaseTask,
} from '@marquee/domain/pipeline'
import type { Logger } from '@marquee/service'
import type { ObjectStore } from '@marquee/storage'
import { dispatchRun } from '../pipeline/dispatch-run.ts'
import { CATALOGUE } from '../tasks/task-types.ts'
import type { Services } from './services.ts'

/** No row has this id: what is asked or said of it changes nothing. */
const NOBODY = 0n
const CLAIM: Claim = { runId: NOBODY, name: '-', attempt: 0 }

/** As many as a task, its beat, its result and what follows it use at once. */
const CONNECTIONS = 4
/** A store that is away keeps nobody from starting. */
const STORE_WITHIN_MS = 5_000

/** What a program with these roles will do for the first time when the first film comes. */
export interface Rehearsal {
  readonly dispatches: boolean
  /** Of whoever settles results. */
  readonly ids: IdSource | undefined
  readonly works: boolean
}

/**
 * Goes most of the way of a film from its upload to its first set once, with the id of none: connections have been opened
 * then, statements prepared and code compiled, which the first upload after a start would wait for. What fails is logged: it is
 * not what a start depends on.
 */
export async function rehearse(services: Services, { dispatches, ids, works }: Rehearsal): Promise<void> {
  const { database, logger, stores } = services
  await attempt(logger, () =>
    Promise.all(Array.from({ length: CONNECTIONS }, () => database.$queryRaw`SELECT 1`)),
  )
  if (dispatches) await attempt(logger, () => rehearseDispatch(services))
  if (ids) await attempt(logger, () => rehearseResult(database, ids))
  if (works) await attempt(logger, () => Promise.all([rehearseClaim(database), askStores(stores)]))
}

async function attempt(logger: Logger, part: () => Promise<unknown>): Promise<void> {
  try {
    await part()
  } catch (err) {
    logger.warn({ err }, 'the first film will wait for what could not be tried before')
  }
}

async function rehearseDispatch(services: Services): Promise<void> {
  const { database } = services
  await dispatchRun(services, NOBODY)
  const found = await findDefinition(database, DEFAULT_PIPELINE)
  if (found?.ok) await database.$transaction((tx) => beginRun(tx, NOBODY, found.definition, CATALOGUE))
  await recordEstimates(
    database,
    { id: NOBODY, tasks: [{ name: CLAIM.name, cost: 0, demands: {} }] },
    new Map([[CLAIM.name, { cost: 1, demands: {} }]]),
  )
  await skipTasks(database, NOBODY, [CLAIM.name])
  await queueTasks(database, NOBODY, [CLAIM.name])
}

async function rehearseResult(database: Database, ids: IdSource): Promise<void> {
  const video = { id: NOBODY, publicId: '-', revision: '-', storyboardPath: null }
  const set = { revision: '-', hlsPath: '-', dashPath: '-', renditions: [] }
  await database.$transaction(async (tx) => {
    await findTask(tx, CLAIM)
    await succeedTask(tx, CLAIM, { artefacts: {}, cpuSeconds: 0 })
    await recordSource(tx, NOBODY, { durationMs: 0, width: 0, height: 0, cutCode: null })
    await recordPublication(tx, ids, video, set, 'playable')
    await chargeChannel(tx, CLAIM)
  })
}

async function rehearseClaim(database: Database): Promise<void> {
  const job = { runId: NOBODY, name: CLAIM.name, queuedAt: new Date(0) }
  await claimTask(database, job, '-')
  await unreleaseTask(database, job, '-')
  await holdsClaim(database, CLAIM)
}

async function askStores(stores: Services['stores']): Promise<void> {
  const signal = AbortSignal.timeout(STORE_WITHIN_MS)
  const all: readonly ObjectStore[] = Object.values(stores)
  await Promise.all(all.map((store) => store.head('-', { signal })))
}
