'use client'

import type { StepState } from '@marquee/schema/graphql'
import { formatPercent } from '@marquee/ui'
import { Check, CircleAlert } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import type { LiveProgress } from './live-progress.ts'
import styles from './step-list.module.css'

type Step = LiveProgress['steps'][number]

/** What a run consists of, and where it is. Steps this video did not need are left out. */
export function StepList({ steps }: { steps: readonly Step[] }) {
  const t = useTranslations('progress')
  const shown = steps.filter((step) => step.state !== 'SKIPPED')
  return (
    <ol className={styles.steps} aria-label={t('steps')}>
      {shown.map((step) => (
        <StepLine key={step.name} step={step} />
      ))}
    </ol>
  )
}

function StepLine({ step }: { step: Step }) {
  const t = useTranslations('progress')
  const locale = useLocale()
  const name = step.name as 'inspect'
  const state = t(`stepState.${step.state}`)
  const running = step.state === 'RUNNING'
  return (
    <li className={styles.step} data-state={step.state}>
      <Mark state={step.state} />
      <span>
        {t.has(`step.${name}`) ? t(`step.${name}`) : step.name}
        <span className="mq-hidden">: {state}</span>
      </span>
      {step.attempt > 1 ? <span className={styles.note}>{t('attempt', { count: step.attempt })}</span> : null}
      {running && step.fraction > 0 ? (
        <span className={styles.note}>{formatPercent(step.fraction, locale)}</span>
      ) : null}
    </li>
  )
}

function Mark({ state }: { state: StepState }) {
  if (state === 'SUCCEEDED') return <Check size={16} strokeWidth={2.5} aria-hidden="true" />
  if (state === 'FAILED') return <CircleAlert size={16} aria-hidden="true" />
  if (state === 'RUNNING') return <span className="mq-spinner" aria-hidden="true" />
  return <span className={styles.dot} aria-hidden="true" />
}
