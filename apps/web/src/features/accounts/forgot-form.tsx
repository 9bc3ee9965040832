'use client'

import { Button, Notice, TextField } from '@marquee/ui'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import styles from './accounts.module.css'
import { askForReset, judgeEmail } from './authenticate.ts'
import { CheckMail } from './check-mail.tsx'
import { type ReadField, useAccountForm } from './use-account-form.ts'

/** Asks for the mail that lets somebody choose another password. */
export function ForgotForm({ mailbox }: { mailbox: boolean }) {
  const t = useTranslations('accounts')
  const [mailedTo, setMailedTo] = useState<string>()
  const act = async (text: ReadField) => {
    const email = text('email').trim()
    const found = judgeEmail(email) ?? (await askForReset(email))
    if (!found) setMailedTo(email)
    return found
  }
  const { form, busy, onSubmit, wrong } = useAccountForm(act, 'email')
  if (mailedTo !== undefined)
    return <CheckMail kind="reset" email={mailedTo} mailbox={mailbox} onBack={() => setMailedTo(undefined)} />
  return (
    <>
      <h1 id="account-title" className={styles.title}>
        {t('forgotTitle')}
      </h1>
      <p className={styles.lead}>{t('forgotText')}</p>
      <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        {wrong(null) ? (
          <Notice tone="trouble" live>
            {wrong(null)}
          </Notice>
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
        <Button type="submit" tone="bulb" size="large" wide busy={busy}>
          {t('forgotSend')}
        </Button>
      </form>
      <p className={styles.other}>
        <Link className="mq-link" href="/sign-in">
          {t('backToSignIn')}
        </Link>
      </p>
    </>
  )
}
