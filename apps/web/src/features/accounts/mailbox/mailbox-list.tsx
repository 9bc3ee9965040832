'use client'

import { formatRelativeTime, Notice } from '@marquee/ui'
import { Mail } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { isolate } from '../../../i18n/isolate.ts'
import { useNow } from '../../../shell/use-now.ts'
import styles from './mailbox.module.css'
import { fetchMailbox, type KeptMail, type MailboxAnswer, paragraphsOf } from './mailbox.ts'

/** Mails are rare, and this page is a developer's: it looks instead of being told. */
const LOOK_EVERY_MS = 2_000

/** The kept mails, the newest first; new ones appear by themselves while the page is seen. */
export function MailboxList({ first, madeAt }: { first: readonly KeptMail[]; madeAt: string }) {
  const t = useTranslations('mailbox')
  const [seen, setSeen] = useState<MailboxAnswer>({ state: 'there', mails: [...first] })
  const [mails, setMails] = useState(first)
  const now = useNow(madeAt)
  useEffect(() => {
    const look = async () => {
      if (document.hidden) return
      const answer = await fetchMailbox('/api/auth/mailbox')
      setSeen(answer)
      if (answer.state === 'there') setMails(answer.mails)
    }
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      {seen.state === 'there' ? null : (
        <Notice tone="trouble" live>
          {t('unreachable')}
        </Notice>
      )}
      {mails.length === 0 ? (
        <div className={styles.empty}>
          <Mail size={40} aria-hidden="true" />
          <p>{t('empty')}</p>
        </div>
      ) : (
        <ol className={styles.list} aria-label={t('title')}>
          {mails.map((mail) => (
            <MailItem key={mail.id} mail={mail} now={now} />
          ))}
        </ol>
      )}
    </>
  )
}

function MailItem({ mail, now }: { mail: KeptMail; now: string }) {
  const t = useTranslations('mailbox')
  const locale = useLocale()
  return (
    <li className={styles.mail}>
      <article aria-labelledby={`mail-${mail.id}`}>
        <h2 id={`mail-${mail.id}`} className={styles.subject} dir="auto">
          {mail.subject}
        </h2>
        <p className={styles.facts}>
          {t('to', { address: isolate(mail.recipient) })}
          {' · '}
          <time dateTime={mail.sentAt}>{formatRelativeTime(mail.sentAt, now, locale)}</time>
        </p>
        <div className={styles.text}>
          {paragraphsOf(mail.text).map(({ text, isLink }) => (
            <p key={text} dir={isLink ? 'ltr' : 'auto'}>
              {isLink ? (
                <a className="mq-link" href={text}>
                  {text}
                </a>
              ) : (
                text
              )}
            </p>
          ))}
        </div>
      </article>
    </li>
  )
}
