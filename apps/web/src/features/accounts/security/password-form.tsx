'use client'

import { Button, Notice, TextField, useToast } from '@marquee/ui'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { changePassword, judgePassword } from '../authenticate.ts'
import { NewPasswordField } from '../new-password-field.tsx'
import { type ReadField, useAccountForm } from '../use-account-form.ts'
import styles from './security.module.css'

/** Another password for who knows the one they have; `email` is for the browser's own keeper of passwords. */
export function PasswordForm({ email }: { email: string }) {
  const t = useTranslations('security')
  const accounts = useTranslations('accounts')
  const toast = useToast()
  const router = useRouter()
  const act = async (text: ReadField) => {
    const [currentPassword, newPassword] = [text('current'), text('password')]
    const found =
      judgeCurrent(currentPassword) ??
      judgePassword(newPassword) ??
      (await changePassword({ currentPassword, newPassword, revokeOtherSessions: text('others') === 'on' }))
    if (found) return found
    form.current?.reset()
    toast({ tone: 'good', text: t('passwordChanged') })
    // The list of devices is another now.
    router.refresh()
    return null
  }
  const { form, busy, onSubmit, wrong } = useAccountForm(act, 'current')
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} aria-labelledby="password-title" noValidate>
      {wrong(null) ? (
        <Notice tone="trouble" live>
          {wrong(null)}
        </Notice>
      ) : null}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <TextField
        label={t('currentPassword')}
        error={wrong('current')}
        name="current"
        type="password"
        autoComplete="current-password"
        dir="ltr"
        required
      />
      <NewPasswordField error={wrong('password')} />
      <label className={styles.choice}>
        <input type="checkbox" name="others" defaultChecked />
        {t('passwordOthers')}
      </label>
      <div className={styles.actions}>
        <Button type="submit" tone="bulb" busy={busy}>
          {accounts('resetSave')}
        </Button>
        <Link className="mq-link" href="/forgot-password" prefetch={false}>
          {accounts('forgot')}
        </Link>
      </div>
    </form>
  )
}

function judgeCurrent(password: string) {
  return password === ''
    ? { field: 'current' as const, words: 'errorCurrent' as const, code: 'errorCurrent' }
    : null
}
