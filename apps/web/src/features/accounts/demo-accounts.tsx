'use client'

import type { WebDemoAccountsQuery } from '@marquee/schema/graphql'
import { Avatar, classes, Notice } from '@marquee/ui'
import { ChevronRight } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import styles from './accounts.module.css'
import { type AuthProblem, signIn } from './authenticate.ts'

type DemoAccount = WebDemoAccountsQuery['demoAccounts'][number]

export type DemoAccountsProps = {
  accounts: readonly DemoAccount[]
  /** `creator`, `viewer` or `admin`: gets the focus. */
  chosen: string | undefined
  next: string
}

/** One press signs in as one of the demo's people. */
export function DemoAccounts({ accounts, chosen, next }: DemoAccountsProps) {
  const t = useTranslations('accounts')
  const [busy, setBusy] = useState<string>()
  const [problem, setProblem] = useState<AuthProblem | null>(null)

  const enter = async ({ email, password }: DemoAccount) => {
    setBusy(email)
    setProblem(
      await signIn({ email, password }).then((found) => {
        if (!found) window.location.assign(next)
        return found
      }),
    )
    setBusy(undefined)
  }

  return (
    <div className={styles.demo}>
      {problem ? (
        <Notice tone="trouble" live>
          {t(problem.words, { code: problem.code })}
        </Notice>
      ) : null}
      <ul className={classes('mq-list', styles.people)}>
        {accounts.map((account) => {
          const part = partOf(account)
          return (
            <li key={account.email}>
              <button
                type="button"
                className={styles.person}
                data-demo={part}
                ref={part === chosen ? focusAtFirst : undefined}
                aria-busy={busy === account.email}
                disabled={busy !== undefined}
                onClick={() => enter(account)}
              >
                <Avatar name={account.name} size={44} />
                <span className={styles.who}>
                  <strong>{account.name}</strong>
                  <span>
                    {t(PARTS[part].title)} · {t(PARTS[part].text)}
                  </span>
                </span>
                {busy === account.email ? (
                  <span className="mq-spinner" aria-hidden="true" />
                ) : (
                  <ChevronRight size={20} className="mq-mirror" aria-hidden="true" />
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The link that led here named this person; nothing else on the page is more likely. */
function focusAtFirst(button: HTMLButtonElement | null): void {
  button?.focus()
}

const PARTS = {
  creator: { title: 'demoCreator', text: 'demoCreatorText' },
  viewer: { title: 'demoViewer', text: 'demoViewerText' },
  admin: { title: 'demoAdmin', text: 'demoAdminText' },
} as const

function partOf(account: DemoAccount): keyof typeof PARTS {
  if (account.role === 'ADMIN') return 'admin'
  return account.email.startsWith('creator@') ? 'creator' : 'viewer'
}
