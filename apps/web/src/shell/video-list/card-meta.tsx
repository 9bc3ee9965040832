import type { WebVideoCardFragment } from '@marquee/schema/graphql'
import { formatDateTime, formatRelativeTime } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { QuietLink } from '../quiet-link.tsx'
import styles from './video-list.module.css'

/** When a video was published, «3 days ago» with the exact time behind it. */
export function PublishedTime({ at, now }: { at: string; now: string }) {
  const locale = useLocale()
  return (
    <time dateTime={at} title={formatDateTime(at, locale)}>
      {formatRelativeTime(at, now, locale)}
    </time>
  )
}

/** The small lines under a title: whose, when, and for its owner what still keeps others out. */
export function CardMeta({ video, now, own }: { video: WebVideoCardFragment; now: string; own: boolean }) {
  const t = useTranslations('videos')
  const at = video.publishedAt ?? video.createdAt
  return (
    <>
      {own ? null : (
        <QuietLink href={`/@${video.channel.handle}`} className={styles.by}>
          {video.channel.name}
        </QuietLink>
      )}
      <PublishedTime at={at} now={now} />
      {video.visibility === 'PRIVATE' ? <span>{t('private')}</span> : null}
      {video.visibility === 'UNLISTED' ? <span>{t('unlisted')}</span> : null}
    </>
  )
}

/** What a card says over its picture while it cannot be watched yet; null once it can. */
export function CardState({ video }: { video: WebVideoCardFragment }) {
  const t = useTranslations('videos')
  if (video.status === 'PROCESSING') return <span className={styles.state}>{t('processing')}</span>
  if (video.status === 'UPLOADING' || video.status === 'DRAFT')
    return <span className={styles.state}>{t('uploading')}</span>
  if (video.status === 'FAILED') return <span className={styles.state}>{t('failed')}</span>
  return null
}
