'use client'

import { formatBytes, formatDateTime, formatDuration, formatDurationLong, formatNumber } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { type LiveProgress, rungsOf } from '../../../progress/live-progress.ts'
import type { StudioVideo } from '../videos/list-state.ts'
import styles from './facts.module.css'

/** What is known of the file and of what was made of it. A fact that is not known yet is not shown. */
export function Facts({ video, progress }: { video: StudioVideo; progress: LiveProgress | null }) {
  const t = useTranslations('studio.facts')
  const locale = useLocale()
  const { upload, durationMs, width, height } = video
  const made = progress ? rungsOf(progress).filter((rung) => rung.done) : []
  return (
    <dl className={styles.facts}>
      {upload ? (
        <>
          <Fact name={t('file')}>{upload.fileName}</Fact>
          <Fact name={t('size')}>
            <span title={t('bytes', { bytes: formatNumber(upload.size, locale) })}>
              {formatBytes(upload.size, locale)}
            </span>
          </Fact>
        </>
      ) : null}
      {durationMs ? (
        <Fact name={t('duration')}>
          <span title={formatDurationLong(durationMs, locale)}>{formatDuration(durationMs, locale)}</span>
        </Fact>
      ) : null}
      {width && height ? (
        <Fact name={t('resolution')}>
          <bdi>
            {new Intl.NumberFormat(locale, { useGrouping: false }).format(width)} ×{' '}
            {new Intl.NumberFormat(locale, { useGrouping: false }).format(height)}
          </bdi>
        </Fact>
      ) : null}
      {made.length > 0 ? (
        <Fact name={t('qualities')}>{made.map((rung) => rung.name).join(' · ')}</Fact>
      ) : null}
      <Fact name={t('uploaded')}>
        <time dateTime={video.createdAt}>{formatDateTime(video.createdAt, locale)}</time>
      </Fact>
      {video.publishedAt ? (
        <Fact name={t('published')}>
          <time dateTime={video.publishedAt}>{formatDateTime(video.publishedAt, locale)}</time>
        </Fact>
      ) : null}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
