'use client'

import { formatPercent, Progress } from '@marquee/ui'
import { CircleAlert, CircleCheck, Clock } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { EndsEarlyLine } from '../../../progress/ends-early-line.tsx'
import type { LiveProgress } from '../../../progress/live-progress.ts'
import { ProcessingLine } from '../../../progress/processing-line.tsx'
import { sentFraction } from '../../../progress/sent-fraction.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { useTimeLeft } from '../../../progress/use-time-left.ts'
import { isFileHere, isSending, type SendingState, type UploadActivity } from '../upload-activity.ts'
import type { StudioVideo } from './list-state.ts'
import styles from './video-state.module.css'

type StateProps = {
  video: Pick<StudioVideo, 'status' | 'failure' | 'cut' | 'title'>
  progress: LiveProgress | null
  activity: UploadActivity | undefined
}

/** The truth about a video in one line: where its file is, or what is being made of it. */
export function VideoState({ video, progress, activity }: StateProps) {
  const t = useTranslations('studio.state')
  const sentence = useErrorSentence()
  if (isSending(activity)) return <Sending activity={activity} title={video.title} />
  const status = progress?.status ?? video.status
  if (!isFileHere(status, activity)) {
    return (
      <p className={styles.state}>
        <Clock size={16} aria-hidden="true" />
        {t('noFile')}
      </p>
    )
  }
  switch (status) {
    case 'READY': {
      const cut = progress ? progress.cut : video.cut
      if (cut) return <EndsEarlyLine cut={cut} />
      return (
        <p className={styles.state} data-tone="good">
          <CircleCheck size={16} aria-hidden="true" />
          {t('ready')}
        </p>
      )
    }
    case 'FAILED': {
      const failure = progress?.failure ?? video.failure
      return (
        <p className={styles.state} data-tone="trouble">
          <CircleAlert size={16} aria-hidden="true" />
          {failure ? sentence(failure) : t('failed')}
        </p>
      )
    }
    case 'TAKEN_DOWN':
      return (
        <p className={styles.state} data-tone="trouble">
          <CircleAlert size={16} aria-hidden="true" />
          {t('takenDown')}
        </p>
      )
    default:
      return <ProcessingLine progress={progress} />
  }
}

function Sending({ activity, title }: { activity: UploadActivity; title: string }) {
  const t = useTranslations('studio.state')
  const locale = useLocale()
  const left = useTimeLeft(activity.state === 'uploading' ? activity.remainingMs : null)
  const fraction = sentFraction(activity)
  return (
    <div className={styles.sending}>
      <p className={styles.words}>
        <span>{t(`sending.${activity.state as SendingState}`)}</span>
        <span>{formatPercent(fraction, locale)}</span>
        {left ? <span>{left}</span> : null}
      </p>
      <Progress
        className={styles.bar}
        label={t('uploadOf', { title })}
        fraction={activity.state === 'completing' ? undefined : fraction}
        tone={activity.state === 'failed' ? 'trouble' : 'bulb'}
      />
    </div>
  )
}
