'use client'

import { Button, Notice } from '@marquee/ui'
import { Mail } from '@marquee/ui/icons'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { isolate } from '../../i18n/isolate.ts'
import styles from './accounts.module.css'
import { type AuthProblem, askForConfirmation, askForReset } from './authenticate.ts'

export type CheckMailProps = {
  kind: 'confirm' | 'reset'
  email: string
  mailbox: boolean
  /** To enter another address. */
  onBack: () => void
}

/** A mail is on its way: what to do with it, and what if it does not come. It says the same of every address. */
export function CheckMail({ kind, email, mailbox, onBack }: CheckMailProps) {
  const t = useTranslations('accounts')
  const [sending, setSending] = useState(false)
  const [again, setAgain] = useState<{ problem: AuthProblem | null }>()

  const sendAgain = async () => {
    setSending(true)
    setAgain(undefined)
    const problem = await (kind === 'confirm' ? askForConfirmation(email) : askForReset(email))
    setSending(false)
    setAgain({ problem })
  }

  return (
    <div className={styles.told}>
      <Mail size={40} className={styles.sign} aria-hidden="true" />
      <h1 id="account-title" className={styles.title} ref={focusAtFirst} tabIndex={-1}>
        {t('mailTitle')}
      </h1>
      <p className={styles.breaks}>
        {t(kind === 'confirm' ? 'mailConfirm' : 'mailReset', { email: isolate(email) })}
      </p>
      {mailbox ? (
        <Notice tone="bulb">
          {t.rich('mailboxHere', {
            link: (words) => (
              <Link className="mq-link" href="/mailbox">
                {words}
              </Link>
            ),
          })}
        </Notice>
      ) : null}
      <p className={styles.other}>{t('mailMissing')}</p>
      <div className={styles.choices}>
        <Button tone="line" busy={sending} onClick={sendAgain}>
          {t('mailAgain')}
        </Button>
        <Button tone="quiet" onClick={onBack}>
          {t('mailOther')}
        </Button>
      </div>
      {again ? (
        <Notice tone={again.problem ? 'trouble' : 'good'} live>
          {again.problem ? t(again.problem.words, { code: again.problem.code }) : t('mailSent')}
        </Notice>
      ) : null}
    </div>
  )
}

/** What was pressed is gone: readers of the screen are told where they are. */
export function focusAtFirst(heading: HTMLHeadingElement | null): void {
  heading?.focus()
}
