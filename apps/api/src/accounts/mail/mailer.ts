import type { Database, IdSource } from '@marquee/domain'
import { keepLocalMail } from '@marquee/domain/accounts'
import type { Logger } from '@marquee/service'
import { createTransport } from 'nodemailer'

export interface Mail {
  readonly recipient: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Mailer {
  /** Sends in the background: how long that takes would tell a stranger that there is somebody to write to. */
  send(mail: Mail): void
  /** Resolves once what was handed over has left. */
  close(): Promise<void>
}

export interface MailerSettings {
  /** SMTP_URL; undefined keeps mails for the mailbox page. */
  readonly smtpUrl: string | undefined
  /** MAIL_FROM. */
  readonly from: string
  readonly database: Database
  readonly ids: IdSource
  readonly logger: Logger
}

/** Milliseconds; people wait for these mails, and can ask for another. */
const CONNECT_MS = 10_000

/** Sends by SMTP, or keeps mails on this installation. */
export function createMailer({ smtpUrl, from, database, ids, logger }: MailerSettings): Mailer {
  const transport = smtpUrl
    ? createTransport({
        url: smtpUrl,
        pool: true,
        connectionTimeout: CONNECT_MS,
        greetingTimeout: CONNECT_MS,
      })
    : undefined
  const underWay = new Set<Promise<void>>()
  const deliver = async ({ recipient, ...mail }: Mail): Promise<void> => {
    if (transport) await transport.sendMail({ from, to: recipient, ...mail })
    else await keepLocalMail(database, ids, { recipient, ...mail })
  }
  return {
    send(mail) {
      const sending = deliver(mail)
        .catch((err: unknown) => logger.error({ err, subject: mail.subject }, 'a mail was not sent'))
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
    },
    async close() {
      await Promise.all(underWay)
      transport?.close()
    },
  }
}
