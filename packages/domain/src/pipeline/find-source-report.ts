import type { SourceReport } from '@marquee/media'
import type { Transaction } from '../database/create-database.ts'

/** What the newest inspection of a video found; null where none has ended well. */
export async function findSourceReport(tx: Transaction, videoId: bigint): Promise<SourceReport | null> {
  const [row] = await tx.$queryRaw<{ report: SourceReport }[]>`
    SELECT t.output -> 'facts' AS report FROM pipeline_task t JOIN pipeline_run r ON r.id = t.run_id
     WHERE r.video_id = ${videoId} AND t.status = 'succeeded' AND 'facts' = ANY (t.kinds)
     ORDER BY r.id DESC LIMIT 1`
  return row?.report ?? null
}
