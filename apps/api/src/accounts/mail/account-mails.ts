import { isDemoAddress } from '../list-demo-accounts.ts'
import { chooseLanguage } from './choose-language.ts'
import type { MailKind } from './mail-words.ts'
import type { Mailer } from './mailer.ts'
import { writeMail } from './write-mail.ts'

/** Whom a mail is for, as the sign-in library knows them. */
export interface Addressee {
  readonly id: string
  readonly name: string
  readonly email: string
}

/** The request that a mail answers: its language is the mail's. */
type Asked = Pick<Request, 'headers'> | undefined

export interface AccountMails {
  /** `token` is the library's; the link names the sign-up too, so that an older one confirms no newer password. */
  confirm(to: Addressee, token: string, asked: Asked): void
  exists(to: Addressee, asked: Asked): void
  reset(to: Addressee, token: string, asked: Asked): void
  /** By the link of a mail. */
  changed(to: Addressee, asked: Asked): void
  /** By somebody who is signed in. */
  replaced(to: Addressee, asked: Asked): void
}

/** The mails about an account; their links lead to pages, because programs that read mail follow links and press nothing. */
export function createAccountMails(mailer: Mailer, publicUrl: string): AccountMails {
  const send = (kind: MailKind, to: Addressee, asked: Asked, link: string) => {
    // Nobody reads their mail, and a new password would close them to everybody.
    if (isDemoAddress(to.email)) return
    const language = chooseLanguage(asked?.headers)
    mailer.send(writeMail({ kind, language, recipient: to.email, name: to.name, link }))
  }
  const page = (path: string, query: Record<string, string> = {}) => {
    const url = new URL(path, publicUrl)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }
  return {
    confirm: (to, token, asked) =>
      send('confirm', to, asked, page('/confirm-email', { token, account: to.id })),
    exists: (to, asked) => send('exists', to, asked, page('/sign-in')),
    reset: (to, token, asked) => send('reset', to, asked, page('/reset-password', { token })),
    changed: (to, asked) => send('changed', to, asked, page('/sign-in')),
    replaced: (to, asked) => send('replaced', to, asked, page('/forgot-password')),
  }
}
