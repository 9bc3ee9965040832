'use client'

import { Button, Notice, TextField } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { type FormEvent, useRef, useState } from 'react'
import styles from './accounts.module.css'
import { type AuthProblem, authenticate } from './authenticate.ts'

const PASSWORD_MIN = 8
const PASSWORD_MAX = 128

/** Email and password, with a name for a new account. Focus goes to the field at fault. */
export function AccountForm({ kind, next }: { kind: 'sign-in' | 'sign-up'; next: string }) {
  const t = useTranslations('accounts')
  const form = useRef<HTMLFormElement>(null)
  const [problem, setProblem] = useState<AuthProblem | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const entered = new FormData(event.currentTarget)
    const text = (key: string) => String(entered.get(key) ?? '')
    setBusy(true)
    setProblem(null)
    const found =
      checkBefore(kind, text) ??
      (await authenticate(kind, {
        email: text('email').trim(),
        password: text('password'),
        ...(kind === 'sign-up' ? { name: text('name').trim() } : {}),
      }))
    if (!found) {
      window.location.assign(next)
      return
    }
    setBusy(false)
    setProblem(found)
    form.current?.querySelector<HTMLInputElement>(`[name="${found.field ?? 'email'}"]`)?.focus()
  }

  const wrong = (field: AuthProblem['field']) =>
    problem && problem.field === field ? t(problem.words, { code: problem.code }) : undefined

  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      {problem && problem.field === null ? (
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
  )
}

/** What can be told without asking the server. */
function checkBefore(kind: 'sign-in' | 'sign-up', text: (key: string) => string): AuthProblem | null {
  const problem = (field: AuthProblem['field'], words: AuthProblem['words']) => ({
    field,
    words,
    code: words,
  })
  if (kind === 'sign-up' && text('name').trim() === '') return problem('name', 'errorName')
  if (!/^\S+@\S+\.\S+$/.test(text('email').trim())) return problem('email', 'errorEmail')
  if (kind === 'sign-in') return null
  if (text('password').length < PASSWORD_MIN) return problem('password', 'errorPasswordShort')
  if (text('password').length > PASSWORD_MAX) return problem('password', 'errorPasswordLong')
  return null
}
