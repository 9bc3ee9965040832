'use client'

import { Button, Notice } from '@marquee/ui'
import { CircleCheck, TriangleAlert } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import styles from './accounts.module.css'
import { choosePassword, judgePassword } from './authenticate.ts'
import { NewPasswordField } from './new-password-field.tsx'
import { Told } from './told.tsx'
import { type ReadField, useAccountForm } from './use-account-form.ts'

/** Chooses another password, with what the link of the mail carried; `token` is '' where it carried nothing. */
export function ResetForm({ token }: { token: string }) {
  const t = useTranslations('accounts')
  const [state, setState] = useState<'open' | 'done' | 'void'>(token === '' ? 'void' : 'open')
  const act = async (text: ReadField) => {
    const password = text('password')
    const found = judgePassword(password) ?? (await choosePassword(token, password))
    if (!found) setState('done')
    if (found?.words === 'errorLink') setState('void')
    return found
  }
  const { form, busy, onSubmit, wrong } = useAccountForm(act, 'password')
  if (state === 'done')
    return (
      <Told icon={CircleCheck} title={t('resetDone')} text={t('resetDoneText')} href="/sign-in">
        {t('signIn')}
      </Told>
    )
  if (state === 'void')
    return (
      <Told icon={TriangleAlert} title={t('linkVoid')} text={t('resetVoidText')} href="/forgot-password">
        {t('resetVoidAction')}
      </Told>
    )
  return (
    <>
      <h1 id="account-title" className={styles.title}>
        {t('resetTitle')}
      </h1>
      <p className={styles.lead}>{t('resetText')}</p>
      <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        {wrong(null) ? (
          <Notice tone="trouble" live>
            {wrong(null)}
          </Notice>
        ) : null}
        <NewPasswordField error={wrong('password')} />
        <Button type="submit" tone="bulb" size="large" wide busy={busy}>
          {t('resetSave')}
        </Button>
      </form>
    </>
  )
}
