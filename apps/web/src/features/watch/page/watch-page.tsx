import type { WebVideoCardFragment, WebVideoFragment } from '@marquee/schema/graphql'
import { VideoCard } from '@marquee/ui'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import { watchPath } from '../../../shell/paths.ts'
import { QuietLink } from '../../../shell/quiet-link.tsx'
import { CardMeta } from '../../../shell/video-list/card-meta.tsx'
import { VideoDetails } from './video-details.tsx'
import styles from './watch.module.css'
import { WatchLayout } from './watch-layout.tsx'

export type WatchPageProps = {
  video: WebVideoFragment
  others: WebVideoCardFragment[]
  /** Seconds into the film. */
  startAt: number
}

/** The watch page: the picture first, then what it is and whose, and beside it what to watch next. */
export async function WatchPage({ video, others, startAt }: WatchPageProps) {
  const { watch, player, progress } = await getMessages()
  const now = new Date().toISOString()
  return (
    <NextIntlClientProvider messages={{ watch, player, progress, ...(await commonMessages()) }}>
      <WatchLayout
        video={video}
        startAt={startAt}
        details={<VideoDetails video={video} now={now} />}
        next={others.length > 0 ? <NextVideos videos={others} now={now} /> : null}
      />
    </NextIntlClientProvider>
  )
}

/** Providers do not merge: the inner one carries the words of the outer too. */
async function commonMessages() {
  const { shell, videos, failures, error } = await getMessages()
  return { shell, videos, failures, error }
}

async function NextVideos({ videos, now }: { videos: WebVideoCardFragment[]; now: string }) {
  const t = await getTranslations('watch')
  const locale = await getLocale()
  return (
    <section aria-labelledby="next-title">
      <h2 id="next-title" className={styles.nextTitle}>
        {t('next')}
      </h2>
      <ul className={`mq-list ${styles.nextList}`}>
        {videos.map((video) => (
          <li key={video.id}>
            <VideoCard
              shape="row"
              level={3}
              title={video.title}
              href={watchPath(video.id)}
              thumbnail={video.thumbnail}
              durationMs={video.durationMs}
              locale={locale}
              linkAs={QuietLink}
              meta={<CardMeta video={video} now={now} own={false} />}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
