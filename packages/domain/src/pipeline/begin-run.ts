import {
  type Catalogue,
  type PipelineDefinition,
  type PipelineProblem,
  planPipeline,
  TYPICAL_SOURCE,
} from '@marquee/media'
import type { Prisma } from '@marquee/schema/prisma'
import type { Transaction } from '../database/create-database.ts'
import { findRun, lockRun, type RunRow } from './find-run.ts'

/** A run with its tasks, or why it can have none. */
export type BegunRun =
  | { readonly ok: true; readonly run: RunRow | null }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] }

/**
 * Gives a run the definition that it keeps from now on, and writes its tasks, all waiting. Of dispatchers that do so at
 * once one does; the others find it done. `run` is null where there is none.
 */
export async function beginRun(
  tx: Transaction,
  runId: bigint,
  definition: PipelineDefinition,
  catalogue: Catalogue,
): Promise<BegunRun> {
  const plan = planPipeline(definition, catalogue, TYPICAL_SOURCE)
  if (!plan.ok) return plan
  const run = await lockRun(tx, runId)
  if (!run) return { ok: true, run }
  if (run.document !== null) return { ok: true, run: await findRun(tx, runId) }
  await tx.pipelineRun.update({
    where: { id: runId },
    data: {
      definitionVersion: definition.version,
      document: definition as unknown as Prisma.InputJsonObject,
    },
  })
  await tx.pipelineTask.createMany({
    data: plan.tasks.map((task, position) => ({
      runId,
      channelId: run.video.channelId,
      name: task.name,
      node: task.name,
      position,
      type: task.type,
      inputs: [...task.inputs],
      outputs: [...task.outputs],
      kinds: [...(catalogue.find(task.type)?.produces ?? [])],
      needs: [...task.needs],
      options: { ...task.options } as Prisma.InputJsonObject,
      essential: task.essential ?? true,
      resource: task.resource,
      priority: task.priority,
      cost: task.cost ?? 0,
      demands: task.demands as Prisma.InputJsonObject,
      isDemanding: Object.keys(task.demands).length > 0,
    })),
  })
  return { ok: true, run: await findRun(tx, runId) }
}
