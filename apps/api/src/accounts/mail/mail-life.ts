import type { MailKind } from './mail-words.ts'

const HOUR = 3_600
const DAY = 24 * HOUR

/** Seconds that the links of mails hold, as the mails say; after that nobody is helped by the mail. */
export const MAIL_SECONDS: Readonly<Record<MailKind, number>> = {
  confirm: DAY,
  reset: HOUR,
  exists: DAY,
  changed: DAY,
  replaced: DAY,
}
