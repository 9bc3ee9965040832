'use client'

import type { OperatorTaskClassFragment } from '@marquee/schema/graphql'
import { formatNumber, Notice, Table } from '@marquee/ui'
import { Pause, Play } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { formatCpuTime } from '../../progress/graph/format-cpu-time.ts'
import { DeedButton } from './deed-button.tsx'
import { formatSpan } from './format-span.ts'
import styles from './operator.module.css'

type TaskClass = OperatorTaskClassFragment

/** The queues: how deep, how old, and whether anything of them is begun. */
export function ClassTable({ classes, now }: { classes: readonly TaskClass[]; now: string }) {
  const t = useTranslations('operator.classes')
  return (
    <div className={styles.section}>
      <h1 className={styles.subtitle}>{t('title')}</h1>
      {classes.length === 0 ? (
        <Notice>{t('none')}</Notice>
      ) : (
        <Table label={t('title')} className={styles.classes}>
          <thead>
            <tr>
              <th scope="col">{t('class')}</th>
              {(['ready', 'released', 'running', 'slots', 'oldest', 'backlog'] as const).map((column) => (
                <th key={column} scope="col" data-numeric="">
                  {t(column)}
                </th>
              ))}
              <th scope="col">
                <span className="mq-hidden">{t('deeds')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {classes.map((each) => (
              <ClassLine key={each.resource} taskClass={each} now={now} />
            ))}
          </tbody>
        </Table>
      )}
    </div>
  )
}

function ClassLine({ taskClass, now }: { taskClass: TaskClass; now: string }) {
  const t = useTranslations('operator.classes')
  const locale = useLocale()
  const { resource, pausedAt, ready, released, running, slots } = taskClass
  return (
    <tr>
      <th scope="row">
        <bdi>{resource}</bdi>
        {pausedAt ? (
          <span className={styles.badge}>{t('pausedFor', { time: formatSpan(pausedAt, now, locale) })}</span>
        ) : null}
      </th>
      {Object.entries({ ready, released, running, slots }).map(([column, count]) => (
        <td key={column} data-numeric="">
          {formatNumber(count, locale)}
        </td>
      ))}
      <td data-numeric="">{formatCpuTime(taskClass.oldestSeconds, locale)}</td>
      <td data-numeric="">{formatCpuTime(taskClass.backlogCpuSeconds, locale)}</td>
      <td className={styles.end}>
        {pausedAt ? (
          <DeedButton
            deed="resumeClass"
            of={resource}
            label={t('resumeOf', { resource })}
            icon={<Play size={16} aria-hidden="true" />}
            done={t('resumed')}
          >
            {t('resume')}
          </DeedButton>
        ) : (
          <DeedButton
            deed="pauseClass"
            of={resource}
            label={t('pauseOf', { resource })}
            icon={<Pause size={16} aria-hidden="true" />}
            done={t('paused')}
          >
            {t('pause')}
          </DeedButton>
        )}
      </td>
    </tr>
  )
}
