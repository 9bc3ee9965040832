import { listWorkers, drainWorker as tellWorker, type WorkerStatus } from '@marquee/domain/workers'
import { type Context, type UserError, userError } from '../schema/index.ts'
import { noteDeed, refuseOthers } from './guard-operator.ts'

export interface WorkerPayload {
  readonly worker: WorkerStatus | null
  readonly userErrors: readonly UserError[]
}

/** Tells a worker to finish what it runs and take no more, for as long as that program lives. */
export async function drainWorker(
  context: Context,
  { workerId }: { workerId: string },
): Promise<WorkerPayload> {
  const denied = refuseOthers(context)
  if (denied) return { worker: null, userErrors: [denied] }
  const { database } = context.services
  const told = await tellWorker(database, workerId)
  if (!told) return { worker: null, userErrors: [userError('WORKER_NOT_FOUND', 'workerId')] }
  noteDeed(context, 'an operator drained a worker', { worker: workerId })
  const worker = (await listWorkers(database)).find(({ id }) => id === workerId) ?? null
  return { worker, userErrors: [] }
}
