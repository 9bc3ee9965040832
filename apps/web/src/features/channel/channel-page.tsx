import { Avatar, formatDate, Readerboard } from '@marquee/ui'
import { getLocale, getTranslations } from 'next-intl/server'
import { readViewer } from '../../shell/read-viewer.ts'
import { toPage } from '../../shell/video-list/load-page.ts'
import { VideoGrid } from '../../shell/video-list/video-grid.tsx'
import styles from './channel.module.css'
import type { Channel } from './read-channel.ts'

/** A channel's head and its videos, newest first. */
export async function ChannelPage({ channel }: { channel: Channel }) {
  const t = await getTranslations('channel')
  const locale = await getLocale()
  const first = toPage(channel.videos)
  const own = (await readViewer())?.channel?.id === channel.id
  return (
    <div className="page">
      <header className={styles.head}>
        <Avatar name={channel.name} size={88} />
        <div className={styles.who}>
          <h1 className={styles.name}>{channel.name}</h1>
          <p className={styles.line}>
            <span dir="ltr">@{channel.handle}</span>
            <span>{t('since', { date: formatDate(channel.createdAt, locale) })}</span>
          </p>
          {channel.description ? <p className={styles.text}>{channel.description}</p> : null}
        </div>
      </header>
      <h2 className="mq-hidden">{t('videos')}</h2>
      {first.videos.length > 0 ? (
        <VideoGrid
          of={{ kind: 'channel', handle: channel.handle }}
          first={first}
          now={new Date().toISOString()}
          moreHref={`/@${channel.handle}`}
        />
      ) : (
        <Readerboard level={2} small={t('emptySmall')} letters={t('emptyLetters')}>
          {own ? t('emptyOwn') : t('emptyText', { name: channel.name })}
        </Readerboard>
      )}
    </div>
  )
}
