import {
  OperatorCancelRunDocument,
  OperatorDrainWorkerDocument,
  OperatorPauseClassDocument,
  OperatorResumeClassDocument,
  OperatorRetryRunDocument,
} from '@marquee/schema/graphql'
import type { Answer } from '../../graphql/answer.ts'
import { request } from '../../graphql/request.ts'

export type Deed = 'cancelRun' | 'retryRun' | 'drainWorker' | 'pauseClass' | 'resumeClass'

type Result =
  | { ok: true; goTo?: string | undefined }
  | { ok: false; error: { code: string; message?: string } }

type Payload = { userErrors: readonly { code: string; message: string }[] }

/** Does what an operator asked for; `goTo` is where there is something new to see. */
export async function doDeed(deed: Deed, of: string): Promise<Result> {
  return DEEDS[deed](of)
}

const DEEDS: Readonly<Record<Deed, (of: string) => Promise<Result>>> = {
  cancelRun: async (runId) =>
    settle(await request(OperatorCancelRunDocument, { input: { runId } }), ({ cancelRun }) => cancelRun),
  retryRun: async (runId) =>
    settle(
      await request(OperatorRetryRunDocument, { input: { runId } }),
      ({ retryRun }) => retryRun,
      ({ retryRun }) => runPath(retryRun.run?.id ?? runId),
    ),
  drainWorker: async (workerId) =>
    settle(
      await request(OperatorDrainWorkerDocument, { input: { workerId } }),
      ({ drainWorker }) => drainWorker,
    ),
  pauseClass: async (resource) =>
    settle(
      await request(OperatorPauseClassDocument, { input: { resource } }),
      ({ pauseTaskClass }) => pauseTaskClass,
    ),
  resumeClass: async (resource) =>
    settle(
      await request(OperatorResumeClassDocument, { input: { resource } }),
      ({ resumeTaskClass }) => resumeTaskClass,
    ),
}

export function runPath(id: string): string {
  return `/operator/runs/${id}`
}

function settle<T>(answer: Answer<T>, payloadOf: (data: T) => Payload, goTo?: (data: T) => string): Result {
  if (!answer.ok) return { ok: false, error: { code: answer.code } }
  const [error] = payloadOf(answer.data).userErrors
  return error ? { ok: false, error } : { ok: true, goTo: goTo?.(answer.data) }
}
