'use client'

import type { OperatorTaskFragment } from '@marquee/schema/graphql'
import { Button, formatBytes, formatPercent, Table } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { Fragment, useState } from 'react'
import { formatCpuTime } from '../../progress/graph/format-cpu-time.ts'
import { StepMark } from '../../progress/graph/step-mark.tsx'
import { formatSpan } from './format-span.ts'
import styles from './operator.module.css'
import type { Run } from './run-report.tsx'

/** Every task with who has it, since when, and what it has cost; of its pieces those that are not done, or all. */
export function TaskTable({ tasks, now }: { tasks: Run['tasks']; now: string }) {
  const t = useTranslations('operator.tasks')
  return (
    <Table label={t('title')} className={styles.tasks}>
      <thead>
        <tr>
          <th scope="col">{t('task')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col" data-numeric="">
            {t('attempt')}
          </th>
          <th scope="col">{t('worker')}</th>
          <th scope="col">{t('lease')}</th>
          <th scope="col" data-numeric="">
            {t('took')}
          </th>
          <th scope="col" data-numeric="">
            {t('cpu')}
          </th>
          <th scope="col" data-numeric="">
            {t('memory')}
          </th>
          <th scope="col">{t('error')}</th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskWithPieces key={task.name} task={task} now={now} />
        ))}
      </tbody>
    </Table>
  )
}

function TaskWithPieces({ task, now }: { task: Run['tasks'][number]; now: string }) {
  const t = useTranslations('operator.tasks')
  const [all, showAll] = useState(false)
  const open = task.pieces.filter(({ state }) => state === 'RUNNING' || state === 'FAILED')
  const shown = all ? task.pieces : open
  return (
    <Fragment>
      <TaskLine task={task} now={now}>
        {task.pieceCount > 0 ? (
          <Button size="small" tone="quiet" aria-expanded={all} onClick={() => showAll(!all)}>
            {t('pieces', { done: task.piecesDone, count: task.pieceCount })}
          </Button>
        ) : null}
      </TaskLine>
      {shown.map((piece) => (
        <TaskLine key={piece.name} task={piece} now={now} isPiece />
      ))}
    </Fragment>
  )
}

type LineProps = {
  task: OperatorTaskFragment
  now: string
  isPiece?: boolean
  children?: React.ReactNode
}

function TaskLine({ task, now, isPiece, children }: LineProps) {
  const t = useTranslations('operator.tasks')
  const state = useTranslations('progress.stepState')
  const locale = useLocale()
  const running = task.state === 'RUNNING'
  return (
    <tr data-piece={isPiece ? '' : undefined}>
      <th scope="row" className={styles.task}>
        <span>
          <bdi>{task.name}</bdi>
          {children}
        </span>
      </th>
      <td>
        <span className={styles.state}>
          <StepMark state={task.state} />
          {state(task.state)}
          {running ? ` ${formatPercent(task.fraction, locale)}` : null}
        </span>
      </td>
      <td data-numeric="">{task.attempt > 0 ? task.attempt : '–'}</td>
      <td>{task.worker ? <code className={styles.code}>{task.worker}</code> : '–'}</td>
      <td>{running && task.beatAt ? t('beat', { time: formatSpan(task.beatAt, now, locale) }) : '–'}</td>
      <td data-numeric="">
        {task.startedAt ? formatSpan(task.startedAt, task.endedAt ?? now, locale) : '–'}
      </td>
      <td data-numeric="">
        {task.cpuSeconds === null ? '–' : formatCpuTime(task.cpuSeconds, locale)}{' '}
        <span className={styles.small}>/ {formatCpuTime(task.cost, locale)}</span>
      </td>
      <td data-numeric="">{task.peakMb === null ? '–' : formatBytes(task.peakMb * 1e6, locale)}</td>
      <td className={styles.error}>
        {task.errorCode ? <code className={styles.code}>{task.errorCode}</code> : '–'}
        {task.errorDetail ? (
          <details>
            <summary>{t('detail')}</summary>
            <pre className={styles.detail} lang="en" dir="ltr">
              {task.errorDetail}
            </pre>
          </details>
        ) : null}
      </td>
    </tr>
  )
}
