import { listRuns, type RunDetails, type RunFilter, type RunSummary, readRun } from '@marquee/domain/pipeline'
import { channelByHandle } from '../channels/index.ts'
import { type Context, defineLoader, type Page, type PageArguments, paginate } from '../schema/index.ts'
import { isOperator } from './guard-operator.ts'

/** What an operator looks for; a run must meet all of it. */
export interface WantedRuns {
  readonly state?: RunSummary['status'] | null | undefined
  /** Its handle. */
  readonly channel?: string | null | undefined
}

const NOBODY: Page<RunSummary> = {
  edges: [],
  pageInfo: { hasNextPage: false, hasPreviousPage: false, start: null, end: null },
}

/** Runs of all channels, newest first; null for all but administrators. A channel that is not there has none. */
export async function pageOfRuns(
  context: Context,
  { state, channel }: WantedRuns,
  args: PageArguments,
): Promise<Page<RunSummary> | null> {
  if (!isOperator(context.viewer)) return null
  const found = typeof channel === 'string' ? await channelByHandle(context).load(channel) : undefined
  if (found === null) return NOBODY
  const filter: RunFilter = {
    ...(state ? { status: state } : {}),
    ...(found ? { channelId: found.id } : {}),
  }
  const { database, cursors } = context.services
  return paginate(cursors, args, {
    list: async (page) => {
      const rows = await listRuns(database, filter, page)
      // Both read a page backward; it is turned here once.
      return page.backward ? rows.toReversed() : rows
    },
    positionOf: ({ id }) => ({ at: new Date(0), id }),
  })
}

const details = defineLoader<bigint, RunDetails | null>(({ database }, ids) =>
  Promise.all(ids.map((id) => readRun(database, id))),
)

/** A run by the id that logs show as well; null where there is none, and for all but administrators. */
export async function findRun(context: Context, id: string): Promise<RunDetails | null> {
  if (!isOperator(context.viewer)) return null
  const runId = parseRunId(id)
  return runId === null ? null : details(context).load(runId)
}

/** Everything of a run that a list gave; administrators alone come by one. */
export function detailsOf(context: Context, run: RunSummary): Promise<RunDetails | null> {
  return details(context).load(run.id)
}

/** Runs are operators' business, so that their internal ids are what they are called by; null for what is none. */
export function parseRunId(id: string): bigint | null {
  return /^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n ? BigInt(id) : null
}
