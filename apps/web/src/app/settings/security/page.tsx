import { WebSessionsDocument } from '@marquee/schema/graphql'
import { Notice } from '@marquee/ui'
import type { Metadata } from 'next'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { Suspense } from 'react'
import { DeviceList } from '../../../features/accounts/security/device-list.tsx'
import { DeviceSkeleton } from '../../../features/accounts/security/device-skeleton.tsx'
import { PasswordForm } from '../../../features/accounts/security/password-form.tsx'
import styles from '../../../features/accounts/security/security.module.css'
import { askServer } from '../../../graphql/ask-server.ts'
import { isolate } from '../../../i18n/isolate.ts'
import { readViewer } from '../../../shell/read-viewer.ts'
import { Unreachable } from '../../../shell/unreachable.tsx'
import { requireViewer } from '../../studio/require-viewer.ts'

const PATH = '/settings/security'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('security'))('title') }
}

/** Who may use the account: its devices, and its password. */
export default async function SecurityPage() {
  if ((await requireViewer(PATH)) === 'unreachable') return <Unreachable retryHref={PATH} />
  const [viewer, t, { accounts, security }] = await Promise.all([
    readViewer(),
    getTranslations('security'),
    getMessages(),
  ])
  return (
    <NextIntlClientProvider messages={{ accounts, security }}>
      <div className={styles.page}>
        <h1 className={styles.title}>{t('title')}</h1>
        <section className={styles.part} aria-labelledby="devices-title">
          <h2 id="devices-title" className={styles.heading}>
            {t('devices')}
          </h2>
          <p className={styles.lead}>{t('devicesText')}</p>
          <Suspense fallback={<DeviceSkeleton />}>
            <Devices />
          </Suspense>
        </section>
        <section className={styles.part} aria-labelledby="password-title">
          <h2 id="password-title" className={styles.heading}>
            {t('password')}
          </h2>
          <p className={styles.lead}>{t('passwordText', { email: isolate(viewer?.email ?? '') })}</p>
          <PasswordForm email={viewer?.email ?? ''} />
        </section>
      </div>
    </NextIntlClientProvider>
  )
}

async function Devices() {
  const answer = await askServer(WebSessionsDocument, {})
  const sessions = answer.ok ? answer.data.viewer?.sessions : undefined
  if (sessions) {
    const key = sessions.map(({ id }) => id).join()
    return <DeviceList key={key} first={sessions} madeAt={new Date().toISOString()} />
  }
  const t = await getTranslations('security')
  return (
    <Notice tone="trouble">
      {t('unread')}{' '}
      <a className="mq-link" href={PATH}>
        {t('again')}
      </a>
    </Notice>
  )
}
