import type { Transaction } from '../database/create-database.ts'
import { type AttemptFailure, addUsage, type Usage } from './add-usage.ts'
import type { Claim } from './claim-task.ts'
import { storableJson, storableText } from './storable-text.ts'

/** What an attempt that ended well has made; and what there is to say of how, for people who run Marquee. */
interface Success extends Usage {
  readonly artefacts: Readonly<Record<string, unknown>>
  readonly remark?: string | null
}

/**
 * → succeeded. A task that was queued anew while its result was on the way may still take it, as long as nobody
 * has claimed it since. False where the result comes late or a second time.
 */
export async function succeedTask(
  tx: Transaction,
  claim: Claim,
  { artefacts, remark = null, ...used }: Success,
): Promise<boolean> {
  const settled = await tx.$executeRaw`
    UPDATE pipeline_task
       SET status = 'succeeded', output = ${storableJson(artefacts)}::jsonb, fraction = 1, ended_at = now(),
           error_code = NULL, error_detail = ${remark && storableText(remark)}, ${addUsage(used)}
     WHERE run_id = ${claim.runId} AND name = ${claim.name}
       AND status IN ('queued', 'running') AND attempt = ${claim.attempt}`
  return settled === 1
}

/**
 * running → failed, for good, or queued → failed where still no worker has what it demands. False where the result comes late or
 * a second time.
 */
export async function failTask(
  tx: Transaction,
  claim: Claim,
  failure: AttemptFailure,
  from: 'queued' | 'running' = 'running',
): Promise<boolean> {
  const settled = await tx.$executeRaw`
    UPDATE pipeline_task
       SET status = 'failed', ended_at = now(), error_code = ${failure.code}, error_detail = ${storableText(failure.detail)},
           ${addUsage(failure)}
     WHERE run_id = ${claim.runId} AND name = ${claim.name} AND status = ${from}::task_status AND attempt = ${claim.attempt}
       AND (status = 'running' OR unfit_since IS NOT NULL)`
  return settled === 1
}
