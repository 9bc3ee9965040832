import type { Database, IdSource } from '@marquee/domain'
import { claimDueMails, forgetMail, keepOutgoingMail, postponeMail } from '@marquee/domain/accounts'
import type { Logger } from '@marquee/service'
import type { Mail } from './mailer.ts'
import type { MailSeal } from './seal-mail.ts'

/** How long one try is one program's: longer than the mail server is waited for. */
const TRY_MS = 120_000
const LONGEST_WAIT_MS = 15 * 60_000
/** Mails of one look. */
const BATCH = 20

/** Milliseconds. */
export interface OutboxPace {
  /** Between two looks for mails that are due. */
  readonly lookMs: number
  /** Before the second try; each further wait is twice as long, a quarter of an hour at most. */
  readonly firstWaitMs: number
}

const PACE: OutboxPace = { lookMs: 15_000, firstWaitMs: 30_000 }

export interface OutboxOptions {
  readonly database: Database
  readonly ids: IdSource
  readonly seal: MailSeal
  readonly logger: Logger
  readonly pace?: OutboxPace
  /** Hands it to the mail server; `id` is the same in every try. */
  deliver(mail: Mail, id: bigint): Promise<unknown>
}

export interface Outbox {
  /** Never fails: what cannot be sent now is tried again for as long as somebody is helped by it. */
  post(mail: Mail & { readonly usefulSeconds: number }): Promise<void>
  close(): void
}

interface Kept {
  readonly id: bigint
  readonly tries: number
  readonly expiresAt: Date
}

/**
 * Mails in PostgreSQL until the mail server has taken them. A mail comes twice only where a program is killed between
 * that and forgetting it; it has the same Message-ID then.
 */
export function createOutbox(options: OutboxOptions): Outbox {
  const { database, ids, seal, logger, deliver, pace = PACE } = options

  async function attempt({ id, tries, expiresAt }: Kept, mail: Mail): Promise<void> {
    try {
      await deliver(mail, id)
    } catch (err) {
      const dueAt = new Date(Date.now() + waitAfter(tries, pace.firstWaitMs))
      if (isFinal(err) || dueAt > expiresAt) {
        logger.error({ err, subject: mail.subject, tries }, 'a mail was not sent')
        return forgetMail(database, id)
      }
      logger.warn({ err, subject: mail.subject, tries, dueAt }, 'a mail is tried again')
      return postponeMail(database, id, dueAt)
    }
    await forgetMail(database, id)
  }

  async function attemptAgain(row: Kept & { readonly sealed: Uint8Array }): Promise<void> {
    const mail = openOrNull(row)
    if (mail && row.expiresAt > new Date()) return attempt(row, mail)
    logger.error({ subject: mail?.subject, tries: row.tries - 1 }, 'a mail was not sent')
    await forgetMail(database, row.id)
  }

  /** Null where AUTH_SECRET is another since. */
  function openOrNull({ sealed }: { readonly sealed: Uint8Array }): Mail | null {
    try {
      return seal.open(sealed)
    } catch (err) {
      logger.error({ err }, 'a mail that waits cannot be read')
      return null
    }
  }

  async function look(): Promise<void> {
    const now = new Date()
    const due = await claimDueMails(database, { now, until: new Date(now.getTime() + TRY_MS), limit: BATCH })
    await Promise.all(due.map((row) => attemptAgain(row).catch((err: unknown) => fail(row, err))))
  }

  const fail = ({ id }: { readonly id: bigint }, err: unknown) =>
    logger.warn({ err, mail: String(id) }, 'what became of a mail was not noted')
  const timer = setInterval(
    () =>
      void look().catch((err: unknown) => logger.warn({ err }, 'mails that are due are looked for again')),
    pace.lookMs,
  )
  timer.unref()

  return {
    async post(mail) {
      const now = Date.now()
      const kept = {
        id: BigInt(ids.next()),
        tries: 1,
        expiresAt: new Date(now + mail.usefulSeconds * 1_000),
      }
      const { id, expiresAt } = kept
      const row = { id, expiresAt, sealed: seal.seal(mail), dueAt: new Date(now + TRY_MS) }
      await keepOutgoingMail(database, row)
      await attempt(kept, mail).catch((err: unknown) => fail(kept, err))
    },
    close: () => clearInterval(timer),
  }
}

function waitAfter(tries: number, firstWaitMs: number): number {
  return Math.min(firstWaitMs * 2 ** (tries - 1), LONGEST_WAIT_MS)
}

/** Whether the mail server has refused this mail for good (RFC 5321, 4.2.1: 5yz), not us or this moment. */
function isFinal(err: unknown): boolean {
  if (!(err instanceof Error) || !('code' in err) || !('responseCode' in err)) return false
  const refused = err.code === 'EENVELOPE' || err.code === 'EMESSAGE'
  return refused && typeof err.responseCode === 'number' && err.responseCode >= 500
}
