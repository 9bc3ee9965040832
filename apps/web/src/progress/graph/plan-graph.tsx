'use client'

import type { StudioPlannedTaskFragment } from '@marquee/schema/graphql'
import { Graph, type GraphTone } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { formatCpuTime } from './format-cpu-time.ts'
import styles from './run-graph.module.css'

type Task = StudioPlannedTaskFragment

const TONES: Readonly<Record<Task['decision'], GraphTone>> = {
  RUN: 'waiting',
  SKIP: 'quiet',
  UNDECIDED: 'waiting',
}

/** What a pipeline will do, drawn as its runs are; of the chosen task what it is for. */
export function PlanGraph({ tasks, label }: { tasks: readonly Task[]; label: string }) {
  const t = useTranslations('progress.graph')
  const wordsOf = usePlanWords()
  const [name, choose] = useState<string | null>(null)
  const id = useId()
  const told = tasks.find((task) => task.name === name) ?? tasks[0]
  return (
    <div className={styles.graph}>
      <Graph
        label={label}
        nodes={tasks}
        toneOf={({ decision }) => TONES[decision]}
        renderNode={(task) => <PlanNode words={wordsOf(task, tasks)} />}
        chosen={told?.name}
        onChoose={choose}
        detailId={`${id}-told`}
      />
      <section id={`${id}-told`} className={styles.told} aria-label={t('told')}>
        {told ? <ToldTask task={told} words={wordsOf(told, tasks)} /> : null}
      </section>
      <details className={styles.list}>
        <summary>{t('asList')}</summary>
        <ol>
          {tasks.map((task) => (
            <li key={task.name}>
              <ListedTask words={wordsOf(task, tasks)} />
            </li>
          ))}
        </ol>
      </details>
    </div>
  )
}

type PlanWords = {
  name: string
  verdict: string
  decision: string
  each: string | null
  after: string | null
  notes: string[]
}

function usePlanWords(): (task: Task, tasks: readonly Task[]) => PlanWords {
  const t = useTranslations('progress')
  const locale = useLocale()
  const nameOf = (name: string) => (t.has(`step.${name}` as never) ? t(`step.${name}` as never) : name)
  return (task, tasks) => {
    const needs = tasks.filter(({ name }) => task.needs.includes(name)).map(({ name }) => nameOf(name))
    const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(needs)
    const verdict = t(`graph.decision.${task.decision}`)
    const time = task.cost === null ? null : formatCpuTime(task.cost, locale)
    return {
      name: nameOf(task.name),
      verdict,
      // In a node there is room for one of both, and what costs will run.
      decision: task.decision === 'RUN' && time !== null ? time : verdict,
      each: task.each ? t('graph.each', { list: task.each }) : null,
      after: needs.length > 0 ? t('graph.after', { list }) : null,
      notes: [
        ...(time !== null && task.decision !== 'SKIP' ? [t('graph.cost', { time })] : []),
        ...(task.essential ? [] : [t('graph.optional')]),
      ],
    }
  }
}

function PlanNode({ words }: { words: PlanWords }) {
  return (
    <>
      <span className={styles.name}>
        <bdi>{words.name}</bdi>
      </span>
      <span className={styles.state}>{[words.decision, words.each].filter(Boolean).join(' · ')}</span>
    </>
  )
}

function ToldTask({ task, words }: { task: Task; words: PlanWords }) {
  return (
    <>
      <p className={styles.toldName}>
        <bdi>{words.name}</bdi>
        <span>{[words.verdict, words.each].filter(Boolean).join(' · ')}</span>
      </p>
      {/* A task type says what it does itself, in English; see docs/operations/pipelines.md. */}
      <p lang="en" className="mq-words">
        {task.summary}
      </p>
      <p className={styles.small}>{[words.after, ...words.notes].filter(Boolean).join(' · ')}</p>
    </>
  )
}

function ListedTask({ words }: { words: PlanWords }) {
  return (
    <>
      <strong>
        <bdi>{words.name}</bdi>
      </strong>{' '}
      {[words.decision, words.each, words.after].filter(Boolean).join(' · ')}
    </>
  )
}
