import { z } from 'zod'
import type { Artefacts, TypeOfTask } from './define-task.ts'
import type { TaskContext } from './task-context.ts'

/** Where the first attempt to finish leaves what it made for all others. */
const markerKey = ({ runId, taskName }: TaskContext) => `runs/${runId}/${taskName}/artefacts.json`

/** Contents of the marker: what was made, and by whom. */
const markerSchema = z.object({ nonce: z.string(), artefacts: z.unknown() })
type Marker = z.infer<typeof markerSchema>

/** What the attempt that finished first has made; null where none has. */
export async function findArtefacts(context: TaskContext, type: TypeOfTask): Promise<Artefacts | null> {
  const marker = await readMarker(context)
  return marker ? type.parse(marker.artefacts) : null
}

/**
 * Makes what this attempt made the task's, by one conditional write. Where another attempt was first, what this one
 * wrote is removed and the other's is the answer. Where it rejects, all stays: the write may yet arrive.
 */
export async function publishOnce(
  context: TaskContext,
  type: TypeOfTask,
  artefacts: Artefacts,
): Promise<Artefacts> {
  const marker: Marker = { nonce: context.nonce, artefacts }
  const { outcome } = await context.stores.temporary.put(markerKey(context), JSON.stringify(marker), {
    ifNoneMatch: '*',
    contentType: 'application/json',
    signal: context.signal,
  })
  if (outcome === 'written') return artefacts
  const winner = await readMarker(context)
  if (!winner) throw new Error(`${markerKey(context)} vanished while it was adopted`)
  // An earlier try of ours, whose answer was lost, may have been first.
  if (winner.nonce !== context.nonce) await discardAttempt(context)
  return type.parse(winner.artefacts)
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
