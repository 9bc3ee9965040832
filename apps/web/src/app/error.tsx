'use client'

import { BoardAction, Readerboard } from '@marquee/ui'
import { useTranslations } from 'next-intl'

/** A page that failed while it was made: says so with the code the server logged, and tries again. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string }
  reset: () => void
}) {
  const t = useTranslations('error')
  return (
    <Readerboard
      small={t('small')}
      letters={t('letters')}
      action={<BoardAction onClick={reset}>{t('retry')}</BoardAction>}
    >
      {t('text', { code: error.digest ?? error.name })}
    </Readerboard>
  )
}
