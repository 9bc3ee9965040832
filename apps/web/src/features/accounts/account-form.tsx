'use client'

import { Button, Notice, TextField } from '@marquee/ui'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import styles from './accounts.module.css'
import { type AuthProblem, judgeEmail, judgePassword, signIn, signUp } from './authenticate.ts'
import { CheckMail } from './check-mail.tsx'
import { type Outcome, type ReadField, useAccountForm } from './use-account-form.ts'

export type AccountFormProps = {
  kind: 'sign-in' | 'sign-up'
  next: string
  /** Whether mails are kept on this installation, and can be read at /mailbox. */
  mailbox: boolean
}

/** Email and password, with a name for a new account, whose address is confirmed by mail before it can sign in. */
export function AccountForm({ kind, next, mailbox }: AccountFormProps) {
  const t = useTranslations('accounts')
  const [mailedTo, setMailedTo] = useState<string>()
  const act = async (text: ReadField): Promise<Outcome> => {
    const entered = { email: text('email').trim(), password: text('password') }
    const found =
      kind === 'sign-in'
        ? (judgeEmail(entered.email) ?? (await signIn(entered)))
        : await enterNew({ ...entered, name: text('name').trim() })
    if (found) return found
    if (kind === 'sign-up') {
      setMailedTo(entered.email)
      return null
    }
    window.location.assign(next)
    return 'leaving'
  }
  const { form, busy, onSubmit, wrong } = useAccountForm(act, 'email')
  const other = kind === 'sign-in' ? '/sign-up' : '/sign-in'
  const withNext = (path: string) => (next === '/' ? path : `${path}?next=${encodeURIComponent(next)}`)

  if (mailedTo !== undefined)
    return (
      <CheckMail kind="confirm" email={mailedTo} mailbox={mailbox} onBack={() => setMailedTo(undefined)} />
    )
  return (
    <>
      <h1 id="account-title" className={styles.title}>
        {kind === 'sign-in' ? t('signInTitle') : t('signUpTitle')}
      </h1>
      <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        {wrong(null) ? (
          <Notice tone="trouble" live>
            {wrong(null)}
          </Notice>
        ) : null}
        {kind === 'sign-up' ? (
          <TextField
            label={t('name')}
            help={t('nameHelp')}
            error={wrong('name')}
            name="name"
            autoComplete="name"
            maxLength={60}
            required
          />
        ) : null}
        <TextField
          label={t('email')}
          error={wrong('email')}
          name="email"
          type="email"
          autoComplete="email"
          dir="ltr"
          required
        />
        <TextField
          label={t('password')}
          help={kind === 'sign-up' ? t('passwordHelp') : undefined}
          error={wrong('password')}
          name="password"
          type="password"
          autoComplete={kind === 'sign-up' ? 'new-password' : 'current-password'}
          dir="ltr"
          required
        />
        <Button type="submit" tone="bulb" size="large" wide busy={busy}>
          {kind === 'sign-up' ? t('signUp') : t('signIn')}
        </Button>
      </form>
      {kind === 'sign-in' ? (
        <p className={styles.other}>
          <Link className="mq-link" href="/forgot-password">
            {t('forgot')}
          </Link>
        </p>
      ) : null}
      <p className={styles.other}>
        {t.rich(kind === 'sign-in' ? 'noAccount' : 'haveAccount', {
          link: (words) => (
            <Link className="mq-link" href={withNext(other)}>
              {words}
            </Link>
          ),
        })}
      </p>
    </>
  )
}

async function enterNew(entered: Parameters<typeof signUp>[0]): Promise<AuthProblem | null> {
  if (entered.name === '') return { field: 'name', words: 'errorName', code: 'errorName' }
  return judgeEmail(entered.email) ?? judgePassword(entered.password) ?? (await signUp(entered))
}
