'use client'

import type { Visibility } from '@marquee/schema/graphql'
import {
  formatBytes,
  formatDate,
  formatDateTime,
  formatNumber,
  formatRelativeTime,
  Thumbnail,
} from '@marquee/ui'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { memo, useEffect, useRef } from 'react'
import { type LiveProgress, markOf } from '../../../progress/live-progress.ts'
import { isMoving, useVideoProgress } from '../../../progress/use-video-progress.ts'
import { publicIdOf } from '../../../shell/paths.ts'
import { isSending, type UploadActivity } from '../upload-activity.ts'
import { LinkPending } from './link-pending.tsx'
import type { StudioVideo } from './list-state.ts'
import { RowMenu, VisibilityMenu } from './row-menus.tsx'
import { ROLES } from './table-roles.ts'
import styles from './video-list.module.css'
import { VideoState } from './video-state.tsx'

type RowProps = {
  video: StudioVideo
  activity: UploadActivity | undefined
  chosen: boolean
  now: string
  onChoose: (id: string, on: boolean, range: boolean) => void
  onVisibility: (ids: readonly string[], visibility: Visibility) => void
  onRemove: (ids: readonly string[]) => void
  /** The run has made something that only the video itself tells: a picture, a length, a status. */
  onMoved: (id: string) => void
}

export const VideoRow = memo(function VideoRow(props: RowProps) {
  const { video, activity, chosen, now, onChoose, onVisibility, onRemove, onMoved } = props
  const t = useTranslations('studio.list')
  const locale = useLocale()
  const live = isMoving(video.status) && !isSending(activity)
  const progress = useVideoProgress(video.id, video.progress, live)
  useMoved(video, progress, onMoved)
  const range = useRef(false)
  const href = `/studio/videos/${publicIdOf(video.id)}`
  const size = video.upload?.size
  return (
    <tr {...ROLES.row} data-video={video.id} className={styles.row} data-chosen={chosen ? '' : undefined}>
      <td {...ROLES.cell} className={styles.choose}>
        <label className={styles.box}>
          <input
            type="checkbox"
            aria-label={t('choose', { title: video.title })}
            checked={chosen}
            onClick={(event) => {
              range.current = event.shiftKey
            }}
            onChange={(event) => onChoose(video.id, event.currentTarget.checked, range.current)}
          />
        </label>
      </td>
      <th {...ROLES.rowHeader} scope="row" className={styles.video}>
        <span className={styles.identity}>
          <span className={styles.picture}>
            <Thumbnail src={video.thumbnail} durationMs={video.durationMs} locale={locale} />
          </span>
          <Link href={href} className={styles.title} title={video.title} prefetch={false}>
            {video.title}
            <LinkPending />
          </Link>
        </span>
      </th>
      <td {...ROLES.cell} className={styles.visibility}>
        <VisibilityMenu video={video} onVisibility={onVisibility} />
      </td>
      <td {...ROLES.cell} className={styles.state}>
        <VideoState video={video} progress={progress} activity={activity} />
      </td>
      <td {...ROLES.cell} className={styles.size}>
        {size === undefined ? null : (
          <span title={t('bytes', { bytes: formatNumber(size, locale) })}>{formatBytes(size, locale)}</span>
        )}
      </td>
      <td {...ROLES.cell} className={styles.date}>
        <time dateTime={video.createdAt} title={formatDateTime(video.createdAt, locale)}>
          {ageOf(video.createdAt, now, locale)}
        </time>
      </td>
      <td {...ROLES.cell} className={styles.menu}>
        <RowMenu video={video} href={href} progress={progress} onRemove={onRemove} onMoved={onMoved} />
      </td>
    </tr>
  )
})

const WEEK_MS = 7 * 24 * 3600 * 1_000

/** «3 hours ago» within a week; a date says more about what is older. */
function ageOf(at: string, now: string, locale: string): string {
  const age = new Date(now).getTime() - new Date(at).getTime()
  if (age >= WEEK_MS) return formatDate(at, locale)
  // Uploaded since the last tick: that is now, not in a moment.
  return formatRelativeTime(at, age < 0 ? at : now, locale)
}

/** Asks for the row again whenever its run has come to something new. */
function useMoved(video: StudioVideo, progress: LiveProgress | null, onMoved: (id: string) => void): void {
  const mark = progress ? markOf(progress) : null
  const known = useRef(video.progress ? markOf(video.progress) : null)
  useEffect(() => {
    if (mark === null || mark === known.current) return
    known.current = mark
    onMoved(video.id)
  }, [mark, video.id, onMoved])
}
