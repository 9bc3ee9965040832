import { Button, ErrorState } from '@marquee/ui'
import { getTranslations } from 'next-intl/server'

/** The page where the API does not answer: names the cause, and a press tries again. */
export async function Unreachable({ retryHref }: { retryHref: string }) {
  const t = await getTranslations('error')
  return (
    <ErrorState
      small={t('unreachableSmall')}
      lines={t('unreachableLines').split('|')}
      actions={
        <Button as="a" href={retryHref} tone="bulb" size="large">
          {t('retry')}
        </Button>
      }
    >
      {t('unreachableText')}
    </ErrorState>
  )
}
