import { z } from 'zod/mini'

const Mailbox = z.object({
  mails: z.array(
    z.object({
      id: z.string(),
      recipient: z.string(),
      subject: z.string(),
      text: z.string(),
      sentAt: z.string(),
    }),
  ),
})

export type KeptMail = z.infer<typeof Mailbox>['mails'][number]

/** What came of asking: the mails, no mailbox at all, or no answer. */
export type MailboxAnswer =
  | { state: 'there'; mails: KeptMail[] }
  | { state: 'none' }
  | { state: 'unreachable' }

/** Asks for the mails that this installation has kept instead of sent, the newest first. */
export async function fetchMailbox(url: string, init: RequestInit = {}): Promise<MailboxAnswer> {
  const response = await fetch(url, { ...init, cache: 'no-store' }).catch(() => undefined)
  if (!response || response.status >= 500) return { state: 'unreachable' }
  if (!response.ok) return { state: 'none' }
  const read = Mailbox.safeParse(await response.json().catch(() => null))
  return read.success ? { state: 'there', mails: read.data.mails } : { state: 'unreachable' }
}

const LINK = /https?:\/\/\S+/

/** A mail's paragraphs, each a text or a link. */
export function paragraphsOf(text: string): { text: string; isLink: boolean }[] {
  return text.split('\n\n').map((part) => ({ text: part, isLink: LINK.exec(part)?.[0] === part }))
}
