'use client'

import { Button, Notice } from '@marquee/ui'
import { CircleCheck, TriangleAlert } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useState } from 'react'
import styles from './accounts.module.css'
import { type AuthProblem, confirmAddress } from './authenticate.ts'
import { Told } from './told.tsx'

/** Confirms as soon as a person sees the page: programs that follow links in mails run no scripts. */
export function ConfirmAddress({ token, account }: { token: string; account: string }) {
  const t = useTranslations('accounts')
  const [ended, setEnded] = useState<{ problem: AuthProblem | null }>()
  const confirm = useCallback(async () => {
    setEnded(undefined)
    setEnded({ problem: await confirmAddress(token, account) })
  }, [token, account])
  useEffect(() => void confirm(), [confirm])

  if (ended && !ended.problem)
    return (
      <Told icon={CircleCheck} title={t('confirmDone')} text={t('confirmDoneText')} href="/sign-in">
        {t('signIn')}
      </Told>
    )
  if (ended?.problem?.words === 'errorLink')
    return (
      <Told icon={TriangleAlert} title={t('linkVoid')} text={t('confirmVoidText')} href="/sign-in">
        {t('signIn')}
      </Told>
    )
  return (
    <div className={styles.told} aria-busy={!ended}>
      <h1 id="account-title" className={styles.title}>
        {t('confirmTitle')}
      </h1>
      {ended?.problem ? (
        <>
          <Notice tone="trouble" live>
            {t(ended.problem.words, { code: ended.problem.code })}
          </Notice>
          <Button tone="bulb" size="large" onClick={() => void confirm()}>
            {t('again')}
          </Button>
        </>
      ) : (
        <p role="status">
          <span className="mq-spinner" aria-hidden="true" /> {t('confirmWorking')}
        </p>
      )}
    </div>
  )
}
