import { BlockList, isIP } from 'node:net'
import type { Database } from '@marquee/domain'
import { listLocalMails } from '@marquee/domain/accounts'

/** Where the web app's mailbox page reads; 404 where mails are sent. */
export const MAILBOX_PATH = '/api/auth/mailbox'

const SHOWN = 50

const thisMachine = new BlockList()
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4')
thisMachine.addAddress('::1', 'ipv6')

export interface MailboxSettings {
  readonly database: Database
  /** Whether mails are kept here at all. */
  readonly localMailbox: boolean
}

/** The mails that were kept instead of sent, the newest first: for who sits at this machine, since they open accounts. */
export async function serveMailbox(
  { database, localMailbox }: MailboxSettings,
  address: string,
): Promise<Response> {
  if (!localMailbox || !isThisMachine(address))
    return Response.json({ code: 'NOT_FOUND', message: 'There is no mailbox here.' }, { status: 404 })
  const mails = await listLocalMails(database, SHOWN)
  const shown = mails.map(({ id, recipient, subject, text, createdAt }) => ({
    id: String(id),
    recipient,
    subject,
    text,
    sentAt: createdAt.toISOString(),
  }))
  return Response.json({ mails: shown }, { headers: { 'cache-control': 'no-store' } })
}

function isThisMachine(address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  return family !== 0 && thisMachine.check(plain, family === 4 ? 'ipv4' : 'ipv6')
}
