'use client'

import type { WebVideoFragment } from '@marquee/schema/graphql'
import { Button, formatPercent, Progress } from '@marquee/ui'
import Link from 'next/link'
import { useLocale, useTranslations } from 'next-intl'
import { type LiveProgress, type Rung, rungsOf } from '../../../progress/live-progress.ts'
import { useErrorSentence } from '../../../progress/use-error-sentence.ts'
import { useTimeLeft } from '../../../progress/use-time-left.ts'
import { publicIdOf } from '../../../shell/paths.ts'
import type { VideoState } from '../live/when-to-ask.ts'
import styles from './stage-panel.module.css'

type Props = { video: WebVideoFragment; state: VideoState; progress: LiveProgress | null }

/** What stands on the stage while there is no picture: what is going on, or what went wrong and what to do. */
export function StagePanel({ video, state, progress }: Props) {
  const t = useTranslations('watch')
  switch (state.status) {
    case 'FAILED':
      return <Failed video={video} state={state} />
    case 'TAKEN_DOWN':
      return <Panel title={t('takenDownTitle')}>{t('takenDownText')}</Panel>
    case 'DRAFT':
      return <Panel title={t('draftTitle')}>{t('draftText')}</Panel>
    case 'UPLOADING':
      return <Panel title={t('uploadingTitle')}>{t('uploadingText')}</Panel>
    default:
      return <Processing owner={video.viewerCanEdit} progress={progress} />
  }
}

function Panel({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className={`mq-dark ${styles.panel}`}>
      <div className={styles.inside}>
        <h2 className={styles.title}>{title}</h2>
        <div className={styles.text}>{children}</div>
      </div>
    </div>
  )
}

function Failed({ video, state }: Pick<Props, 'video' | 'state'>) {
  const t = useTranslations('watch')
  const sentence = useErrorSentence()
  if (!video.viewerCanEdit) return <Panel title={t('failedTitle')}>{t('failedOther')}</Panel>
  return (
    <Panel title={t('failedTitle')}>
      <p data-failure={state.failure?.code}>{state.failure ? sentence(state.failure) : null}</p>
      <Button as={Link} href={`/studio/videos/${publicIdOf(video.id)}`} prefetch={false} tone="bulb">
        {t('failedAction')}
      </Button>
    </Panel>
  )
}

function Processing({ owner, progress }: { owner: boolean; progress: LiveProgress | null }) {
  const t = useTranslations('watch')
  const left = useTimeLeft(progress?.remainingMs)
  return (
    <Panel title={t('processingTitle')}>
      <p>{t('processingText')}</p>
      {owner ? (
        <>
          <div className={styles.whole}>
            <Progress label={t('progress')} fraction={progress?.fraction} />
            <p className={styles.left}>{left ?? t('remainingUnknown')}</p>
          </div>
          <ul className={`mq-list ${styles.rungs}`}>
            {progress ? rungsOf(progress).map((rung) => <RungLine key={rung.name} rung={rung} />) : null}
          </ul>
        </>
      ) : (
        <Progress label={t('progress')} />
      )}
    </Panel>
  )
}

function RungLine({ rung }: { rung: Rung }) {
  const t = useTranslations('watch')
  const locale = useLocale()
  const said = rung.done
    ? t('renditionDone')
    : rung.stopped
      ? t('renditionFailed')
      : formatPercent(rung.fraction, locale)
  return (
    <li className={styles.rung}>
      <span>{rung.name}</span>
      <Progress
        label={t('rendition', { name: rung.name })}
        fraction={rung.fraction}
        tone={rung.stopped ? 'trouble' : rung.done ? 'good' : 'bulb'}
        text={said}
      />
      <span className={styles.said}>{said}</span>
    </li>
  )
}
