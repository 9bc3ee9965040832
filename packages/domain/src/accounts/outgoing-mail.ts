import type { OutgoingMail } from '@marquee/schema/prisma'
import type { Database } from '../database/create-database.ts'

export type OutgoingMailRow = OutgoingMail

/** Keeps a mail before its first try, so that whoever is killed in the middle of it has not lost it. */
export async function keepOutgoingMail(
  database: Database,
  mail: Pick<OutgoingMail, 'id' | 'dueAt' | 'expiresAt'> & { readonly sealed: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await database.outgoingMail.create({ data: mail })
}

/** Takes mails that are due, each for one program alone until `until`, and counts the try. */
export function claimDueMails(
  database: Database,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<OutgoingMailRow[]> {
  return database.$queryRaw<OutgoingMailRow[]>`
    UPDATE outgoing_mail SET due_at = ${until}, tries = tries + 1
     WHERE id IN (SELECT id FROM outgoing_mail WHERE due_at <= ${now}
                   ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id, sealed, tries, due_at AS "dueAt", expires_at AS "expiresAt"`
}

/** When it is tried next. */
export async function postponeMail(database: Database, id: bigint, dueAt: Date): Promise<void> {
  await database.outgoingMail.updateMany({ where: { id }, data: { dueAt } })
}

/** It was taken by the mail server, or nobody can be helped by it. */
export async function forgetMail(database: Database, id: bigint): Promise<void> {
  await database.outgoingMail.deleteMany({ where: { id } })
}
