import { WebDemoAccountsDocument } from '@marquee/schema/graphql'
import Link from 'next/link'
import { NextIntlClientProvider } from 'next-intl'
import { getMessages, getTranslations } from 'next-intl/server'
import { askServer } from '../../graphql/ask-server.ts'
import { AccountForm } from './account-form.tsx'
import styles from './accounts.module.css'
import { DemoAccounts } from './demo-accounts.tsx'

/** The door: one's own account, and where the house is a demo, its three people at one press. */
export async function AccountPage(props: {
  kind: 'sign-in' | 'sign-up'
  next: string
  demo: string | undefined
}) {
  const { kind, next, demo } = props
  const t = await getTranslations('accounts')
  const { accounts: words } = await getMessages()
  const answer = await askServer(WebDemoAccountsDocument, {})
  const people = answer.ok ? answer.data.demoAccounts : []
  const other = kind === 'sign-in' ? '/sign-up' : '/sign-in'
  const otherHref = next === '/' ? other : `${other}?next=${encodeURIComponent(next)}`
  return (
    <NextIntlClientProvider messages={{ accounts: words }}>
      <div className={styles.page} data-demo={people.length > 0 ? '' : undefined}>
        {people.length > 0 ? (
          <section className={styles.house} aria-labelledby="demo-title">
            <h2 id="demo-title" className={styles.big}>
              {t('demoTitle')}
            </h2>
            <p className={styles.lead}>{t('demoText')}</p>
            <DemoAccounts accounts={people} chosen={demo} next={next} />
          </section>
        ) : null}
        <section className={styles.own} aria-labelledby="account-title">
          <h1 id="account-title" className={styles.title}>
            {kind === 'sign-in' ? t('signInTitle') : t('signUpTitle')}
          </h1>
          <AccountForm kind={kind} next={next} />
          <p className={styles.other}>
            {t.rich(kind === 'sign-in' ? 'noAccount' : 'haveAccount', {
              link: (words) => (
                <Link className="mq-link" href={otherHref}>
                  {words}
                </Link>
              ),
            })}
          </p>
        </section>
      </div>
    </NextIntlClientProvider>
  )
}
