'use client'

import { formatPercent } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useErrorSentence } from '../use-error-sentence.ts'
import { formatCpuTime } from './format-cpu-time.ts'
import type { RunStep } from './run-step.ts'
import { tellLadder } from './tell-ladder.ts'

/** What is said of a step, each part by itself; a part that has nothing to say is null. */
export type StepWords = {
  name: string
  state: string
  percent: string | null
  pieces: string | null
  attempt: string | null
  /** Why its last attempt failed. */
  failure: string | null
  /** What it found out of the film, a sentence each. */
  found: readonly string[]
  after: string | null
  cost: string
}

/** Says steps in the reader's language. A task that only its definition names keeps that name. */
export function useStepWords(): (step: RunStep, steps: readonly RunStep[]) => StepWords {
  const t = useTranslations('progress')
  const ofLadder = useTranslations('progress.ladder')
  const locale = useLocale()
  const sentence = useErrorSentence()
  const nameOf = (name: string) => (t.has(`step.${name}` as never) ? t(`step.${name}` as never) : name)
  return (step, steps) => {
    const { name, state, fraction, attempt, errorCode, pieces, cost, ladder } = step
    const needs = steps.filter((other) => step.needs.includes(other.name)).map((other) => nameOf(other.name))
    const list = new Intl.ListFormat(locale, { type: 'conjunction' })
    return {
      name: nameOf(name),
      state: t(`stepState.${state}`),
      percent: state === 'RUNNING' && fraction > 0 ? formatPercent(fraction, locale) : null,
      pieces: pieces && state !== 'SKIPPED' ? t('graph.pieces', pieces) : null,
      attempt: attempt > 1 ? t('attempt', { count: attempt }) : null,
      failure: errorCode ? sentence({ code: errorCode }) : null,
      found: ladder ? tellLadder(ladder, ofLadder, locale) : [],
      after: needs.length > 0 ? t('graph.after', { list: list.format(needs) }) : null,
      cost: t('graph.cost', { time: formatCpuTime(cost, locale) }),
    }
  }
}
