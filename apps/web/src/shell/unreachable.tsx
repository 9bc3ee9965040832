import { BoardAction, Readerboard } from '@marquee/ui'
import { getTranslations } from 'next-intl/server'

/** The page where the API does not answer: names the cause, and a press tries again. */
export async function Unreachable({ retryHref }: { retryHref: string }) {
  const t = await getTranslations('error')
  return (
    <Readerboard
      small={t('unreachableSmall')}
      letters={t('unreachableLetters')}
      action={
        <BoardAction as="a" href={retryHref}>
          {t('retry')}
        </BoardAction>
      }
    >
      {t('unreachableText')}
    </Readerboard>
  )
}
