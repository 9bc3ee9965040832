import { Button, ErrorState } from '@marquee/ui'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

export default async function ChannelNotFound() {
  const t = await getTranslations('channel')
  const home = await getTranslations('notFound')
  return (
    <ErrorState
      small={t('notFoundSmall')}
      lines={t('notFoundLines').split('|')}
      actions={
        <Button as={Link} href="/" tone="bulb" size="large">
          {home('home')}
        </Button>
      }
    >
      {t('notFoundText')}
    </ErrorState>
  )
}
