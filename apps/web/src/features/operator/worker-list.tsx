'use client'

import type { OperatorWorkerFragment } from '@marquee/schema/graphql'
import { formatBytes, formatPercent, Notice } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { QuietLink } from '../../shell/quiet-link.tsx'
import { DeedButton } from './deed-button.tsx'
import { runPath } from './do-deed.ts'
import { formatSpan } from './format-span.ts'
import styles from './operator.module.css'

type Worker = OperatorWorkerFragment

/** The workers that live, each with what it can do and what it does. */
export function WorkerList({ workers, now }: { workers: readonly Worker[]; now: string }) {
  const t = useTranslations('operator.workers')
  return (
    <section className={styles.section} aria-labelledby="workers">
      <h2 id="workers" className={styles.subtitle}>
        {t('title')}
      </h2>
      {workers.length === 0 ? <Notice tone="trouble">{t('none')}</Notice> : null}
      <ul className={styles.workers}>
        {workers.map((worker) => (
          <WorkerCard key={worker.id} worker={worker} now={now} />
        ))}
      </ul>
    </section>
  )
}

function WorkerCard({ worker, now }: { worker: Worker; now: string }) {
  const t = useTranslations('operator.workers')
  const locale = useLocale()
  const { id, host, cores, memory, slots, drainingAt } = worker
  const places = slots.map(({ resource, count }) => t('places', { resource, count }))
  return (
    <li className={styles.worker}>
      <div className={styles.workerHead}>
        <h3 className={styles.workerName}>
          <bdi>{host}</bdi>
          {drainingAt ? <span className={styles.badge}>{t('draining')}</span> : null}
        </h3>
        {drainingAt || slots.length === 0 ? null : (
          <DeedButton
            deed="drainWorker"
            of={id}
            label={t('drainOf', { worker: id })}
            question={{ title: t('drainTitle'), text: t('drainText'), yes: t('drainYes') }}
            done={t('drained')}
          >
            {t('drain')}
          </DeedButton>
        )}
      </div>
      <code className={styles.code}>{id}</code>
      <p className={styles.small}>
        {[
          worker.roles.join(', '),
          t('cores', { cores }),
          formatBytes(memory, locale),
          ...places,
          t('beat', { time: formatSpan(worker.beatAt, now, locale) }),
          t('up', { time: formatSpan(worker.startedAt, now, locale) }),
        ].join(' · ')}
      </p>
      {worker.encoders.length > 0 ? <p className={styles.small}>{worker.encoders.join(', ')}</p> : null}
      {worker.running.length > 0 ? (
        <ul className={styles.running}>
          {worker.running.map((task) => (
            <li key={`${task.runId} ${task.task}`}>
              <QuietLink href={runPath(task.runId)} className="mq-link">
                <bdi>{task.task}</bdi>
              </QuietLink>{' '}
              <span className="mq-words">{task.videoTitle}</span>
              <span className={styles.small}>
                {[
                  formatPercent(task.fraction, locale),
                  formatSpan(task.since, now, locale),
                  task.attempt > 1 ? t('attempt', { count: task.attempt }) : null,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          ))}
        </ul>
      ) : slots.length > 0 ? (
        <p className={styles.small}>{t('idle')}</p>
      ) : null}
    </li>
  )
}
