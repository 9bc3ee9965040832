import { NextIntlClientProvider } from 'next-intl'
import { getMessages } from 'next-intl/server'
import type { ReactNode } from 'react'
import styles from './accounts.module.css'

/** A page about an account: a narrow column with an `account-title`, and beside it what else is offered. */
export async function AccountFrame({ children, beside }: { children: ReactNode; beside?: ReactNode }) {
  const { accounts } = await getMessages()
  return (
    <NextIntlClientProvider messages={{ accounts }}>
      <div className={styles.page} data-demo={beside ? '' : undefined}>
        {beside}
        <section className={styles.own} aria-labelledby="account-title">
          {children}
        </section>
      </div>
    </NextIntlClientProvider>
  )
}
