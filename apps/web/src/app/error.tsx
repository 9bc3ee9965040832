'use client'

import { Button, ErrorState } from '@marquee/ui'
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
    <ErrorState
      small={t('small')}
      lines={t('lines').split('|')}
      actions={
        <Button tone="bulb" size="large" onClick={reset}>
          {t('retry')}
        </Button>
      }
    >
      {t('text', { code: error.digest ?? error.name })}
    </ErrorState>
  )
}
