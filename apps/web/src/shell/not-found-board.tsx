import { BoardAction, Readerboard } from '@marquee/ui'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'

/** Nothing is at this address: says what was looked for, and leads home. */
export async function NotFoundBoard({ what }: { what: 'page' | 'video' | 'channel' }) {
  const t = await getTranslations('notFound')
  return (
    <Readerboard
      small={t(`${what}.small`)}
      letters={t(`${what}.letters`)}
      action={
        <BoardAction as={Link} href="/">
          {t('home')}
        </BoardAction>
      }
    >
      {t(`${what}.text`)}
    </Readerboard>
  )
}
