'use client'

import { Button, formatBytes, formatDuration, formatPercent, Notice, Progress } from '@marquee/ui'
import { RotateCcw } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import type { LiveProgress } from '../../../progress/live-progress.ts'
import { RungBoard } from '../../../progress/rung-board.tsx'
import { sentFraction } from '../../../progress/sent-fraction.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { useMilestones } from '../../../progress/use-milestones.ts'
import { useTimeLeft } from '../../../progress/use-time-left.ts'
import { retryVideo } from '../save-video.ts'
import { isFileHere, isSending, type UploadActivity } from '../upload-activity.ts'
import type { StudioVideo } from '../videos/list-state.ts'
import styles from './happening.module.css'
import type { PickUpload } from './pick-upload.ts'

type HappeningProps = {
  video: StudioVideo
  progress: LiveProgress | null
  activity: UploadActivity | undefined
  pickUpload: PickUpload
  onReplace: (video: StudioVideo) => void
}

/** Where the file is, what is being made of it, or why that stopped and what to do. */
export function Happening(props: HappeningProps) {
  const { video, progress, activity } = props
  const t = useTranslations('studio.video')
  const [said, say] = useState('')
  // Where the dock follows this upload, it speaks already.
  useMilestones(activity ? null : progress, video.title, say)
  const status = progress?.status ?? video.status
  const cut = progress ? progress.cut : video.cut
  return (
    <>
      <p className="mq-hidden" role="status">
        {said}
      </p>
      {isSending(activity) ? (
        <>
          <Sending activity={activity} title={video.title} />
          {activity.state === 'failed' && activity.error?.retryable === false ? (
            <ChooseAgain {...props} />
          ) : null}
        </>
      ) : status === 'FAILED' ? (
        <Failed {...props} />
      ) : !isFileHere(status, activity) ? (
        <Notice title={t('noFileTitle')}>
          <p>{t('noFile', { file: video.upload?.fileName ?? video.title })}</p>
          <ChooseAgain {...props} />
        </Notice>
      ) : status === 'TAKEN_DOWN' ? (
        <Notice tone="trouble" title={t('takenDown')} />
      ) : status === 'READY' ? null : (
        <Working progress={progress} playable={status === 'PLAYABLE'} />
      )}
      {cut && status !== 'FAILED' ? <EndsEarly {...props} cut={cut} /> : null}
    </>
  )
}

/** The same file once more: the upload goes on where it stopped. */
function ChooseAgain({ video, pickUpload }: HappeningProps) {
  const t = useTranslations('studio.video')
  if (video.upload?.status !== 'OPEN') return null
  return <p className={styles.action}>{pickUpload(t('chooseAgain'), { resumeUploadId: video.upload.id })}</p>
}

function Sending({ activity, title }: { activity: UploadActivity; title: string }) {
  const t = useTranslations('studio')
  const locale = useLocale()
  const sentence = useErrorSentence()
  const left = useTimeLeft(activity.state === 'uploading' ? activity.remainingMs : null)
  const fraction = sentFraction(activity)
  const bytes = {
    sent: formatBytes(activity.sentBytes, locale),
    size: formatBytes(activity.size, locale),
  }
  return (
    <div className={styles.sending}>
      <p className={styles.headline}>
        <strong>{t(`state.sending.${activity.state as 'uploading'}`)}</strong>
        <span>{formatPercent(fraction, locale)}</span>
      </p>
      <Progress
        label={t('state.uploadOf', { title })}
        fraction={activity.state === 'completing' ? undefined : fraction}
        tone={activity.state === 'failed' ? 'trouble' : 'bulb'}
      />
      <p className={styles.small}>{[t('video.sent', bytes), left].filter(Boolean).join(' · ')}</p>
      {activity.error ? (
        <p className={styles.trouble}>{sentence(activity.error)}</p>
      ) : (
        <p className={styles.small}>{t('video.editMeanwhile')}</p>
      )}
    </div>
  )
}

function Working({ progress, playable }: { progress: LiveProgress | null; playable: boolean }) {
  const t = useTranslations('studio.video')
  if (!progress) return <Notice tone="bulb">{t('queued')}</Notice>
  return (
    <div className={styles.working}>
      {playable ? <Notice tone="good">{t('playable')}</Notice> : null}
      <RungBoard progress={progress} />
    </div>
  )
}

/** What comes before the file breaks is published; the rest cannot be. */
function EndsEarly({ cut, ...props }: HappeningProps & { cut: NonNullable<StudioVideo['cut']> }) {
  const t = useTranslations('studio.video')
  const locale = useLocale()
  const sentence = useErrorSentence()
  return (
    <Notice
      tone="trouble"
      title={t('cutTitle', { at: formatDuration(cut.atMs, locale) })}
      live
      action={<UploadAsNew {...props}>{t('uploadWhole')}</UploadAsNew>}
    >
      <p>{sentence(cut)}</p>
      <p className={styles.code}>{cut.code}</p>
    </Notice>
  )
}

/** A video keeps the file that it was made of: another one is a new video, with what its creator said of this one. */
function UploadAsNew({ video, pickUpload, children }: HappeningProps & { children: ReactNode }) {
  const t = useTranslations('studio.video')
  const { title, description, visibility } = video
  return (
    <>
      <p className={styles.small}>{t('becomesNew')}</p>
      <p className={styles.action}>{pickUpload(children, { details: { title, description, visibility } })}</p>
    </>
  )
}

function Failed(props: HappeningProps) {
  const { video, progress } = props
  const t = useTranslations('studio.video')
  const sentence = useErrorSentence()
  const failure = progress?.failure ?? video.failure
  return (
    <Notice
      tone="trouble"
      title={t('failedTitle')}
      live
      action={
        failure?.retryable ? <Retry {...props} /> : <UploadAsNew {...props}>{t('uploadAnother')}</UploadAsNew>
      }
    >
      <p>{failure ? sentence(failure) : t('failedUnknown')}</p>
      {failure ? <p className={styles.code}>{failure.code}</p> : null}
    </Notice>
  )
}

function Retry({ video, onReplace }: HappeningProps) {
  const t = useTranslations('studio.video')
  const sentence = useErrorSentence()
  const [retrying, setRetrying] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const retry = async () => {
    setRetrying(true)
    setRefusal(null)
    const result = await retryVideo(video.id)
    setRetrying(false)
    if (result.ok) return onReplace(result.value)
    const [first] = result.errors
    setRefusal(first ? sentence(first) : t('retryFailed'))
  }
  return (
    <>
      <p className={styles.action}>
        <Button
          size="small"
          tone="bulb"
          busy={retrying}
          icon={<RotateCcw size={16} aria-hidden="true" />}
          onClick={() => void retry()}
        >
          {t('retry')}
        </Button>
      </p>
      {refusal ? <p role="alert">{refusal}</p> : null}
    </>
  )
}
