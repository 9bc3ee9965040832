import { Button, ErrorState } from '@marquee/ui'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

export default async function NotFound() {
  const t = await getTranslations('notFound')
  return (
    <ErrorState
      small={t('small')}
      lines={t('lines').split('|')}
      actions={
        <Button as={Link} href="/" tone="bulb" size="large">
          {t('home')}
        </Button>
      }
    >
      {t('text')}
    </ErrorState>
  )
}
