import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import styles from '../../features/accounts/mailbox/mailbox.module.css'
import { MailboxList } from '../../features/accounts/mailbox/mailbox-list.tsx'
import { readMailbox } from '../../features/accounts/mailbox/read-mailbox.ts'
import { Unreachable } from '../../shell/unreachable.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('mailbox'))('title'), robots: { index: false } }
}

/** The mails that an installation of one's own keeps instead of sending them. Where they are sent, nothing is here. */
export default async function MailboxPage() {
  const answer = await readMailbox()
  if (answer.state === 'unreachable') return <Unreachable retryHref="/mailbox" />
  if (answer.state === 'none') notFound()
  const t = await getTranslations('mailbox')
  const { mailbox } = await getMessages()
  return (
    <NextIntlClientProvider messages={{ mailbox }}>
      <div className={styles.page}>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.lead}>{t('text')}</p>
        <MailboxList first={answer.mails} madeAt={new Date().toISOString()} />
      </div>
    </NextIntlClientProvider>
  )
}
