import { Button, ErrorState } from '@marquee/ui'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

export default async function VideoNotFound() {
  const t = await getTranslations('watch')
  return (
    <ErrorState
      small={t('notFoundSmall')}
      lines={t('notFoundLines').split('|')}
      actions={
        <Button as={Link} href="/" tone="bulb" size="large">
          {t('backHome')}
        </Button>
      }
    >
      {t('notFoundText')}
    </ErrorState>
  )
}
