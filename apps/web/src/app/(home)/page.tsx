import { BoardAction, Readerboard } from '@marquee/ui'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { askServer } from '../../graphql/ask-server.ts'
import { Unreachable } from '../../shell/unreachable.tsx'
import { loadPage } from '../../shell/video-list/load-page.ts'
import { VideoGrid } from '../../shell/video-list/video-grid.tsx'
import styles from './home.module.css'

type Props = { searchParams: Promise<{ after?: string | string[] }> }

/** Home: the newest public videos, the very newest large. With `?after=` a later page of them, for browsers without script. */
export default async function HomePage({ searchParams }: Props) {
  const { after } = await searchParams
  const cursor = typeof after === 'string' ? after : null
  const answer = await loadPage(askServer, { kind: 'newest' }, cursor)
  if (!answer.ok || !answer.data) return <Unreachable retryHref="/" />
  const t = await getTranslations('videos')
  if (answer.data.videos.length === 0 && !cursor) return <EmptyHouse />
  return (
    <div className="page">
      <h1 className={cursor ? styles.heading : 'mq-hidden'}>{t('newest')}</h1>
      <VideoGrid
        key={cursor}
        of={{ kind: 'newest' }}
        first={answer.data}
        now={new Date().toISOString()}
        lead={!cursor}
        moreHref="/"
      />
      {cursor ? (
        <p className={styles.again}>
          <Link className="mq-link" href="/">
            {t('startAgain')}
          </Link>
        </p>
      ) : null}
    </div>
  )
}

async function EmptyHouse() {
  const t = await getTranslations('videos')
  return (
    <Readerboard
      small={t('emptySmall')}
      letters={t('emptyLetters')}
      action={
        <BoardAction as={Link} href="/studio">
          {t('emptyAction')}
        </BoardAction>
      }
    >
      {t('emptyText')}
    </Readerboard>
  )
}
