import type { Transaction } from '../database/create-database.ts'
import type { Claim } from './claim-task.ts'
import { storableJson, storableText } from './storable-text.ts'

/** What an attempt that ended well has made, and cost; and what there is to say of how, for people who run Marquee. */
interface Success {
  readonly artefacts: Readonly<Record<string, unknown>>
  readonly cpuSeconds: number
  readonly remark?: string | null
}

/**
 * → succeeded. A task that was queued anew while its result was on the way may still take it, as long as nobody
 * has claimed it since. False where the result comes late or a second time.
 */
export async function succeedTask(
  tx: Transaction,
  claim: Claim,
  { artefacts, cpuSeconds, remark = null }: Success,
): Promise<boolean> {
  const settled = await tx.$executeRaw`
    UPDATE pipeline_task
       SET status = 'succeeded', output = ${storableJson(artefacts)}::jsonb, fraction = 1, ended_at = now(),
           error_code = NULL, error_detail = ${remark && storableText(remark)}, cpu_seconds = coalesce(cpu_seconds, 0) + ${cpuSeconds}
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
  failure: { readonly code: string; readonly detail: string; readonly cpuSeconds: number },
  from: 'queued' | 'running' = 'running',
): Promise<boolean> {
  const settled = await tx.$executeRaw`
    UPDATE pipeline_task
       SET status = 'failed', ended_at = now(), error_code = ${failure.code}, error_detail = ${storableText(failure.detail)},
           cpu_seconds = coalesce(cpu_seconds, 0) + ${failure.cpuSeconds}
     WHERE run_id = ${claim.runId} AND name = ${claim.name} AND status = ${from}::task_status AND attempt = ${claim.attempt}
       AND (status = 'running' OR unfit_since IS NOT NULL)`
  return settled === 1
}
