import 'server-only'
import { apiUrl, readerHeaders } from '../../../graphql/server-headers.ts'
import { fetchMailbox, type MailboxAnswer } from './mailbox.ts'

const TIMEOUT_MS = 10_000

/** The mailbox as the reader may see it. */
export async function readMailbox(): Promise<MailboxAnswer> {
  return fetchMailbox(`${apiUrl()}/api/auth/mailbox`, {
    headers: await readerHeaders(),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
}

/** Whether a mail that is awaited can be read here. */
export async function hasMailbox(): Promise<boolean> {
  return (await readMailbox()).state === 'there'
}
