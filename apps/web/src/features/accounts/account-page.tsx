import { WebDemoAccountsDocument } from '@marquee/schema/graphql'
import { getTranslations } from 'next-intl/server'
import { askServer } from '../../graphql/ask-server.ts'
import { AccountForm } from './account-form.tsx'
import { AccountFrame } from './account-frame.tsx'
import styles from './accounts.module.css'
import { DemoAccounts } from './demo-accounts.tsx'
import { hasMailbox } from './mailbox/read-mailbox.ts'

/** The door: one's own account, and where the house is a demo, its three people at one press. */
export async function AccountPage(props: {
  kind: 'sign-in' | 'sign-up'
  next: string
  demo: string | undefined
}) {
  const { kind, next, demo } = props
  const t = await getTranslations('accounts')
  const [answer, mailbox] = await Promise.all([askServer(WebDemoAccountsDocument, {}), hasMailbox()])
  const people = answer.ok ? answer.data.demoAccounts : []
  const house =
    people.length > 0 ? (
      <section className={styles.house} aria-labelledby="demo-title">
        <h2 id="demo-title" className={styles.big}>
          {t('demoTitle')}
        </h2>
        <p className={styles.lead}>{t('demoText')}</p>
        <DemoAccounts accounts={people} chosen={demo} next={next} />
      </section>
    ) : null
  return (
    <AccountFrame beside={house}>
      <AccountForm kind={kind} next={next} mailbox={mailbox} />
    </AccountFrame>
  )
}
