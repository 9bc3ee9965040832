'use client'

import { formatPercent } from '@marquee/ui'
import { CircleAlert, CircleCheck } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { EndsEarlyLine } from './ends-early-line.tsx'
import { Lamps } from './lamps.tsx'
import { type LiveProgress, rungsOf } from './live-progress.ts'
import styles from './processing-line.module.css'
import { useErrorSentence } from './use-error-sentence.ts'
import { usePhaseWords } from './use-phase-words.ts'
import { useTimeLeft } from './use-time-left.ts'

/** A run in one line: a lamp a quality, what is being done, how far, and how long it still takes. */
export function ProcessingLine({ progress }: { progress: LiveProgress | null }) {
  const t = useTranslations('progress')
  const sentence = useErrorSentence()
  const phase = usePhaseWords(progress)
  if (!progress) return <Working words={phase} progress={null} />
  if (progress.status === 'FAILED') {
    return (
      <p className={styles.trouble}>
        <CircleAlert size={16} aria-hidden="true" />
        {progress.failure ? sentence(progress.failure) : t('failed')}
      </p>
    )
  }
  if (progress.status === 'READY') {
    if (progress.cut) return <EndsEarlyLine cut={progress.cut} />
    return (
      <p className={styles.good}>
        <CircleCheck size={16} aria-hidden="true" />
        {t('ready')}
      </p>
    )
  }
  return <Working words={progress.status === 'PLAYABLE' ? t('playable') : phase} progress={progress} />
}

function Working({ words, progress }: { words: string; progress: LiveProgress | null }) {
  const t = useTranslations('progress')
  const locale = useLocale()
  const left = useTimeLeft(progress?.remainingMs)
  const rungs = progress ? rungsOf(progress) : []
  const said = rungs.map(({ name, fraction }) => `${name} ${formatPercent(fraction, locale)}`).join(', ')
  return (
    <p className={styles.line}>
      <Lamps rungs={rungs} label={rungs.length > 0 ? t('rungs', { list: said }) : t('noRungs')} />
      <span className={styles.words}>
        <span>{words}</span>
        {progress && progress.fraction > 0 ? <span>{formatPercent(progress.fraction, locale)}</span> : null}
        {left ? <span>{left}</span> : null}
      </span>
    </p>
  )
}
