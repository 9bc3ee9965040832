import type { Database, IdSource } from '@marquee/domain'
import { keepLocalMail } from '@marquee/domain/accounts'
import type { Logger } from '@marquee/service'
import { createTransport } from 'nodemailer'
import { createOutbox, type OutboxPace } from './outbox.ts'
import { createMailSeal } from './seal-mail.ts'

export interface Mail {
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A mail, and for how many seconds somebody is helped by it. */
export type UsefulMail = Mail & { readonly usefulSeconds: number }

export interface Mailer {
  /** Sends in the background: how long that takes would tell a stranger that there is somebody to write to. */
  send(mail: UsefulMail): void
  /** Resolves once what was handed over has left, or waits in PostgreSQL for its next try. */
  close(): Promise<void>
}

export interface MailerSettings {
  /** SMTP_URL; undefined keeps mails for the mailbox page. */
  readonly smtpUrl: string | undefined
  /** MAIL_FROM. */
  readonly from: string
  /** AUTH_SECRET, under which mails wait. */
  readonly secret: string
  readonly database: Database
  readonly ids: IdSource
  readonly logger: Logger
  readonly pace?: OutboxPace
}

/** How mails leave. */
interface Way {
  post(mail: UsefulMail): Promise<void>
  close(): void
}

/** Milliseconds that a mail server may take to answer. */
const CONNECT_MS = 10_000
const ANSWER_MS = 30_000

/** Sends by SMTP, again and again where the mail server is away, or keeps mails on this installation. */
export function createMailer(settings: MailerSettings): Mailer {
  const way = settings.smtpUrl === undefined ? keepHere(settings) : sendBySmtp(settings, settings.smtpUrl)
  const underWay = new Set<Promise<void>>()
  return {
    send(mail) {
      const { subject } = mail
      const sending = way
        .post(mail)
        .catch((err: unknown) => settings.logger.error({ err, subject }, 'a mail was not sent'))
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async close() {
      await Promise.all(underWay)
      way.close()
    },
  }
}

function keepHere({ database, ids }: MailerSettings): Way {
  return {
    post: ({ usefulSeconds: _, ...mail }) => keepLocalMail(database, ids, mail),
    close: () => undefined,
  }
}

function sendBySmtp({ from, secret, ...rest }: MailerSettings, url: string): Way {
  const transport = createTransport({
    url,
    pool: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
  })
  const domain = /@([\w.-]+)/.exec(from)?.[1] ?? 'marquee.localhost'
  const outbox = createOutbox({
    ...rest,
    seal: createMailSeal(secret),
    deliver: ({ recipient, ...mail }, id) =>
      transport.sendMail({ from, to: recipient, messageId: `<${id}@${domain}>`, ...mail }),
  })
  return {
    post: outbox.post,
    close() {
      outbox.close()
      transport.close()
    },
  }
}
