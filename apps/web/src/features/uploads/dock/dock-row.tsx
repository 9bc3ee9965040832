'use client'

import { Button, formatBitrate, formatBytes, formatPercent, IconButton, Progress } from '@marquee/ui'
import { Pause, Play, RotateCcw, X } from '@marquee/ui/icons'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { ProcessingLine } from '../../../progress/processing-line.tsx'
import { sentFraction } from '../../../progress/sent-fraction.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { useMilestones } from '../../../progress/use-milestones.ts'
import { useTimeLeft } from '../../../progress/use-time-left.ts'
import { useVideoProgress } from '../../../progress/use-video-progress.ts'
import { watchPath } from '../../../shell/paths.ts'
import type { UploadQueue } from '../queue/create-upload-queue.ts'
import { isUnfinished, type UploadItem } from '../queue/queue-state.ts'
import { studioPath } from '../studio-path.ts'
import styles from './dock.module.css'

type RowProps = { item: UploadItem; queue: UploadQueue; say: (text: string) => void; onGone: () => void }

/** One file from «waiting» to «ready», with what can be done about it. */
export function DockRow({ item, queue, say, onGone }: RowProps) {
  const uploaded = item.state === 'done'
  const progress = useVideoProgress(item.videoId, null, uploaded)
  useMilestones(uploaded ? progress : null, item.fileName, say)
  const watchable = progress?.status === 'PLAYABLE' || progress?.status === 'READY'
  const t = useTranslations('uploads')
  return (
    <li className={styles.row}>
      <div className={styles.name}>
        {item.videoId ? (
          <Link href={studioPath(item.videoId)} className={styles.link} title={item.fileName}>
            {item.fileName}
          </Link>
        ) : (
          <span title={item.fileName}>{item.fileName}</span>
        )}
      </div>
      <div className={styles.actions}>
        {watchable && item.videoId ? (
          <Button as={Link} href={watchPath(item.videoId)} size="small" tone="line">
            {t('watch')}
          </Button>
        ) : null}
        <RowActions item={item} queue={queue} onGone={onGone} />
      </div>
      <div className={styles.state}>
        {uploaded ? <ProcessingLine progress={progress} /> : <UploadLine item={item} />}
      </div>
    </li>
  )
}

function UploadLine({ item }: { item: UploadItem }) {
  const t = useTranslations('uploads')
  const locale = useLocale()
  const sentence = useErrorSentence()
  const left = useTimeLeft(item.remainingMs)
  if (item.error && (item.state === 'failed' || item.state === 'refused')) {
    return <p className={styles.trouble}>{sentence(item.error)}</p>
  }
  const fraction = sentFraction(item)
  const size = t('sent', { sent: formatBytes(item.sentBytes, locale), size: formatBytes(item.size, locale) })
  const speed = item.bytesPerSecond === null ? null : formatBitrate(item.bytesPerSecond * 8, locale)
  const words = [t(`state.${item.state as Moving}`), item.state === 'waiting' ? null : size]
  if (item.state === 'uploading') words.splice(0, 1, formatPercent(fraction, locale), size, speed, left)
  return (
    <>
      <Progress
        className={styles.bar}
        label={t('fileProgress', { name: item.fileName })}
        fraction={item.state === 'completing' ? undefined : fraction}
        text={formatPercent(fraction, locale)}
      />
      <p className={styles.facts}>
        {[...new Set(words)].filter(Boolean).map((word) => (
          <span key={word}>{word}</span>
        ))}
      </p>
    </>
  )
}

type Moving = Exclude<UploadItem['state'], 'failed' | 'refused' | 'done'>

function RowActions({ item, queue, onGone }: Omit<RowProps, 'say'>) {
  const t = useTranslations('uploads')
  const [asking, setAsking] = useState(false)
  const cancel = useRef<HTMLButtonElement>(null)
  const named = { name: item.fileName }
  const leave = (how: 'cancel' | 'dismiss') => {
    queue[how](item.key)
    onGone()
  }
  if (asking && isUnfinished(item)) {
    return (
      <>
        <Button size="small" tone="danger" autoFocus onClick={() => leave('cancel')}>
          {t('discard')}
        </Button>
        <Button
          size="small"
          onClick={() => {
            setAsking(false)
            requestAnimationFrame(() => cancel.current?.focus())
          }}
        >
          {t('keep')}
        </Button>
      </>
    )
  }
  return (
    <>
      {item.state === 'uploading' || item.state === 'offline' ? (
        <IconButton size="small" label={t('pause', named)} onClick={() => queue.pause(item.key)}>
          <Pause size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
      {item.state === 'paused' ? (
        <IconButton size="small" label={t('resume', named)} onClick={() => queue.resume(item.key)}>
          <Play size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
      {item.state === 'failed' && item.error?.retryable ? (
        <IconButton size="small" label={t('retry', named)} onClick={() => queue.retry(item.key)}>
          <RotateCcw size={16} aria-hidden="true" />
        </IconButton>
      ) : null}
      {isUnfinished(item) ? (
        <IconButton
          ref={cancel}
          size="small"
          label={t('cancel', named)}
          onClick={() => (item.sentBytes > 0 ? setAsking(true) : leave('cancel'))}
        >
          <X size={16} aria-hidden="true" />
        </IconButton>
      ) : (
        <IconButton size="small" label={t('dismiss', named)} onClick={() => leave('dismiss')}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
    </>
  )
}
