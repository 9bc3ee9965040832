import { TASK_OUTPUTS } from '@marquee/jobs'
import type { TaskOutput, TaskOutputs, TaskType } from '@marquee/media'
import { z } from 'zod'
import type { TaskContext } from './task-context.ts'

/** Where the first attempt to finish leaves its output for all others. */
const markerKey = ({ runId, taskName }: TaskContext) => `runs/${runId}/${taskName}/output.json`

/** Contents of the marker: the output, and whose it is. */
const markerSchema = z.object({ nonce: z.string(), output: z.unknown() })
type Marker = z.infer<typeof markerSchema>

/** The output of the attempt that finished first; null where none has. */
export async function findOutput<Type extends TaskType>(
  context: TaskContext,
  type: Type,
): Promise<TaskOutputs[Type] | null> {
  const marker = await readMarker(context)
  return marker ? parseOutput(type, marker.output) : null
}

/**
 * Makes this attempt's output the task's, by one conditional write. Where another attempt was first, what this
 * one wrote is removed and the other's output is the answer. Where it rejects, all stays: the write may yet arrive.
 */
export async function publishOnce<Type extends TaskType>(
  context: TaskContext,
  type: Type,
  output: TaskOutputs[Type],
): Promise<TaskOutputs[Type]> {
  const marker: Marker = { nonce: context.nonce, output }
  const { outcome } = await context.stores.temporary.put(markerKey(context), JSON.stringify(marker), {
    ifNoneMatch: '*',
    contentType: 'application/json',
    signal: context.signal,
  })
  if (outcome === 'written') return output
  const winner = await readMarker(context)
  if (!winner) throw new Error(`${markerKey(context)} vanished while it was adopted`)
  // An earlier try of ours, whose answer was lost, may have been first.
  if (winner.nonce !== context.nonce) await discardAttempt(context)
  return parseOutput(type, winner.output)
}

/** Removes what this attempt has written. Not under the task's signal, which may be why it stops. */
export async function discardAttempt(context: TaskContext): Promise<void> {
  await context.stores.temporary.deletePrefix(context.temporaryPrefix)
  await context.stores.transcoded.deletePrefix(context.revisionPrefix)
}

async function readMarker(context: TaskContext): Promise<Marker | null> {
  const { signal, stores } = context
  if (!(await stores.temporary.head(markerKey(context), { signal }))) return null
  const { body } = await stores.temporary.get(markerKey(context), { signal })
  return markerSchema.parse(JSON.parse(Buffer.concat(await body.toArray()).toString('utf8')))
}

/** @throws ZodError where something else stands under the marker's key */
function parseOutput<Type extends TaskType>(type: Type, output: unknown): TaskOutputs[Type] {
  return TASK_OUTPUTS[type].parse(output) as TaskOutput as TaskOutputs[Type]
}
