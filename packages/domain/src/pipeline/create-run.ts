import {
  isRecoverable,
  isRunErrorCode,
  type PipelineDefinition,
  type PipelineProblem,
  validatePipeline,
} from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { moveVideo } from '../videos/store.ts'

/** A definition that cannot run; whoever takes definitions from outside validates them first. */
export class InvalidPipeline extends Error {
  override readonly name = 'InvalidPipeline'

  constructor(definition: string, problems: readonly PipelineProblem[]) {
    super(`The pipeline ${definition} cannot run: ${problems.map(({ message }) => message).join(' ')}`)
  }
}

export interface RunRequest {
  readonly videoId: bigint
  readonly definition: PipelineDefinition
  /** The trace of whoever asks (W3C Trace Context): what the run's tasks do belongs to it. */
  readonly traceparent?: string | undefined
}

/**
 * Writes a run with all its tasks waiting; answers its id. After the transaction, send `enqueueDispatch`: where
 * that is lost, the sweep finds the run. Throws {@link InvalidPipeline}.
 */
export async function createRun(
  tx: Transaction,
  ids: IdSource,
  { videoId, definition, traceparent }: RunRequest,
): Promise<bigint> {
  const problems = validatePipeline(definition)
  if (problems.length > 0) throw new InvalidPipeline(definition.name, problems)
  const runId = BigInt(ids.next())
  await tx.pipelineRun.create({
    data: {
      id: runId,
      videoId,
      definition: definition.name,
      definitionVersion: definition.version,
      traceparent: traceparent ?? null,
    },
  })
  await tx.pipelineTask.createMany({
    data: definition.tasks.map(({ name, type, needs, when, options }) => ({
      id: BigInt(ids.next()),
      runId,
      name,
      type,
      needs: [...needs],
      condition: when ?? null,
      options: { ...options },
    })),
  })
  return runId
}

/** The outcome of asking for another run. Why it was refused is a code of the error table. */
export type Retry =
  | { readonly retried: true; readonly runId: bigint; readonly publicId: string; readonly version: number }
  | { readonly retried: false; readonly code: 'NOT_RETRYABLE' }

/** Runs the pipeline again on a failed video whose cause may have gone; two who ask at once make one run. */
export async function retryRun(
  tx: Transaction,
  ids: IdSource,
  { videoId, definition, traceparent }: RunRequest,
): Promise<Retry> {
  const video = await tx.video.findUnique({
    where: { id: videoId },
    select: { errorCode: true, originalKey: true },
  })
  if (!video?.originalKey || !mayRetry(video.errorCode)) return { retried: false, code: 'NOT_RETRYABLE' }
  const move = await moveVideo(tx, videoId, 'processing', { errorCode: null })
  if (!move.moved) return { retried: false, code: 'NOT_RETRYABLE' }
  const runId = await createRun(tx, ids, { videoId, definition, traceparent })
  return { retried: true, runId, publicId: move.video.publicId, version: move.video.version }
}

/** The same bytes fail the same way: only what went wrong on our side is worth another run. */
function mayRetry(errorCode: string | null): boolean {
  return errorCode !== null && isRunErrorCode(errorCode) && isRecoverable(errorCode)
}
