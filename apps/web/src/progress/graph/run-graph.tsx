'use client'

import { Graph } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { tellingStep } from './chosen-step.ts'
import styles from './run-graph.module.css'
import { type RunStep, toneOfStep } from './run-step.ts'
import { StepMark } from './step-mark.tsx'
import { type StepWords, useStepWords } from './use-step-words.ts'

/**
 * A run as it goes: its graph, beneath it what there is to say of one step (the one that was chosen, else the one that
 * matters most now), and all of it once more as a list.
 */
export function RunGraph({ steps, label }: { steps: readonly RunStep[]; label: string }) {
  const t = useTranslations('progress.graph')
  const wordsOf = useStepWords()
  const [name, choose] = useState<string | null>(null)
  const id = useId()
  const told = steps.find((step) => step.name === name) ?? tellingStep(steps)
  return (
    <div className={styles.graph}>
      <Graph
        label={label}
        nodes={steps}
        toneOf={toneOfStep}
        fractionOf={(step) => (step.state === 'RUNNING' ? step.fraction : undefined)}
        renderNode={(step) => <StepNode step={step} words={wordsOf(step, steps)} />}
        chosen={told?.name}
        onChoose={choose}
        detailId={`${id}-told`}
      />
      <section id={`${id}-told`} className={styles.told} aria-label={t('told')}>
        {told ? <ToldStep words={wordsOf(told, steps)} step={told} /> : null}
      </section>
      <details className={styles.list}>
        <summary>{t('asList')}</summary>
        <ol>
          {steps.map((step) => (
            <li key={step.name}>
              <ListedStep words={wordsOf(step, steps)} />
            </li>
          ))}
        </ol>
      </details>
    </div>
  )
}

function StepNode({ step, words }: { step: RunStep; words: StepWords }) {
  return (
    <>
      <span className={styles.name}>
        <StepMark state={step.state} />
        <bdi>{words.name}</bdi>
      </span>
      <span className={styles.state}>
        {joined([words.percent ?? words.state, words.pieces, words.attempt])}
        {words.percent ? <span className="mq-hidden">{`, ${words.state}`}</span> : null}
      </span>
    </>
  )
}

function ToldStep({ step, words }: { step: RunStep; words: StepWords }) {
  return (
    <>
      <p className={styles.toldName}>
        <bdi>{words.name}</bdi>
        <span>{joined([words.state, words.percent, words.pieces, words.attempt])}</span>
      </p>
      {words.failure ? (
        <p className={styles.failure}>
          {words.failure} <code>{step.errorCode}</code>
        </p>
      ) : null}
      {words.found.length > 0 ? <p className={styles.found}>{words.found.join(' ')}</p> : null}
      <p className={styles.small}>{joined([words.after, words.cost])}</p>
    </>
  )
}

function ListedStep({ words }: { words: StepWords }) {
  return (
    <>
      <strong>
        <bdi>{words.name}</bdi>
      </strong>{' '}
      {joined([words.state, words.percent, words.pieces, words.attempt, words.after, words.failure])}
      {words.found.length > 0 ? ` · ${words.found.join(' ')}` : null}
    </>
  )
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ')
}
