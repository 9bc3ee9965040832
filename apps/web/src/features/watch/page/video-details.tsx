import type { WebVideoFragment } from '@marquee/schema/graphql'
import { Avatar, Button, formatDateTime, formatRelativeTime } from '@marquee/ui'
import { Link2, Lock, Pencil } from '@marquee/ui/icons'
import { getLocale, getTranslations } from 'next-intl/server'
import { publicIdOf } from '../../../shell/paths.ts'
import { QuietLink } from '../../../shell/quiet-link.tsx'
import { CopyLink } from './copy-link.tsx'
import { Description } from './description.tsx'
import { DownloadMenu } from './download-menu.tsx'
import styles from './watch.module.css'

/** Title, whose it is, the row of actions, and the description. */
export async function VideoDetails({ video, now }: { video: WebVideoFragment; now: string }) {
  const t = await getTranslations('watch')
  const locale = await getLocale()
  const at = video.publishedAt ?? video.createdAt
  return (
    <article className={styles.details}>
      <h1 className={`mq-words ${styles.title}`} title={video.title}>
        {video.title}
      </h1>
      <div className={styles.line}>
        <QuietLink href={`/@${video.channel.handle}`} className={styles.channel}>
          <Avatar name={video.channel.name} size={44} />
          <span className={styles.channelName}>{video.channel.name}</span>
        </QuietLink>
        <div className={styles.actions}>
          <CopyLink />
          {video.downloads.length > 0 ? (
            <DownloadMenu videoId={video.id} downloads={video.downloads} />
          ) : null}
          {video.viewerCanEdit ? (
            <Button
              as={QuietLink}
              href={`/studio/videos/${publicIdOf(video.id)}`}
              icon={<Pencil size={16} aria-hidden="true" />}
            >
              {t('edit')}
            </Button>
          ) : null}
        </div>
      </div>
      <div className={styles.about}>
        <p className={styles.facts}>
          <time dateTime={at} title={formatDateTime(at, locale)}>
            {t(video.publishedAt ? 'published' : 'uploaded', { date: formatRelativeTime(at, now, locale) })}
          </time>
          {video.viewerCanEdit && video.visibility !== 'PUBLIC' ? (
            <Audience visibility={video.visibility} />
          ) : null}
        </p>
        {video.description ? <Description text={video.description} /> : null}
      </div>
    </article>
  )
}

async function Audience({ visibility }: { visibility: 'PRIVATE' | 'UNLISTED' }) {
  const t = await getTranslations('watch')
  const Icon = visibility === 'PRIVATE' ? Lock : Link2
  return (
    <span className={styles.audience}>
      <Icon size={16} aria-hidden="true" />
      {visibility === 'PRIVATE' ? t('visibilityPrivateNote') : t('visibilityUnlistedNote')}
    </span>
  )
}
