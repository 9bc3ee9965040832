import type { LocalMail } from '@marquee/schema/prisma'
import type { Database } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'

export type LocalMailRow = LocalMail

/** How many are kept, the newest. */
const KEPT = 200

/** Keeps a mail for the mailbox page instead of sending it. */
export async function keepLocalMail(
  database: Database,
  ids: IdSource,
  mail: Pick<LocalMail, 'recipient' | 'subject' | 'text' | 'html'>,
): Promise<void> {
  await database.localMail.create({ data: { ...mail, id: BigInt(ids.next()) } })
  const oldest = await database.localMail.findFirst({ orderBy: { id: 'desc' }, skip: KEPT })
  if (oldest) await database.localMail.deleteMany({ where: { id: { lte: oldest.id } } })
}

/** The newest first. */
export function listLocalMails(database: Database, limit: number): Promise<LocalMailRow[]> {
  return database.localMail.findMany({ orderBy: { id: 'desc' }, take: limit })
}
