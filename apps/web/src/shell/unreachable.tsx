import { BoardAction, Readerboard } from '@marquee/ui'
import { getTranslations } from 'next-intl/server'
import { answerUnavailable } from '../../server/src/page-status.ts'

/** The page where the API does not answer, with status 503: names the cause, and a press tries again. */
export async function Unreachable({ retryHref }: { retryHref: string }) {
  answerUnavailable()
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
