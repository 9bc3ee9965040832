'use client'

import type { OperatorRunQuery } from '@marquee/schema/graphql'
import { formatDateTime, Notice } from '@marquee/ui'
import { ArrowLeft, Ban, RotateCcw } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import { RunGraph } from '../../progress/graph/run-graph.tsx'
import { useErrorSentence } from '../../progress/use-error-sentence.ts'
import { publicIdOf } from '../../shell/paths.ts'
import { QuietLink } from '../../shell/quiet-link.tsx'
import { DeedButton } from './deed-button.tsx'
import { formatSpan } from './format-span.ts'
import styles from './operator.module.css'
import { RunStateWord } from './run-state.tsx'
import { stepOf } from './step-of.ts'
import { TaskTable } from './task-table.tsx'

export type Run = NonNullable<OperatorRunQuery['run']>

/** A run for those who run the installation: what it is, why it failed, its graph, its tasks. */
export function RunReport({ run, now }: { run: Run; now: string }) {
  const t = useTranslations('operator.run')
  return (
    <article className={styles.report}>
      <QuietLink href="/operator" className="mq-way">
        <ArrowLeft size={16} className="mq-mirror" aria-hidden="true" />
        {t('back')}
      </QuietLink>
      <header className={styles.head}>
        <h1 className={`${styles.title} mq-words`}>{run.video.title}</h1>
        <RunDeeds run={run} />
      </header>
      <RunFacts run={run} now={now} />
      <Failure run={run} />
      {run.tasks.length > 0 ? (
        <>
          <RunGraph steps={run.tasks.map(stepOf)} label={t('graph')} />
          <TaskTable tasks={run.tasks} now={now} />
        </>
      ) : run.state === 'RUNNING' ? (
        <Notice tone="bulb">{t('unseen')}</Notice>
      ) : null}
    </article>
  )
}

function RunDeeds({ run }: { run: Run }) {
  const t = useTranslations('operator.run')
  return (
    <div className={styles.deeds}>
      {run.retryable ? (
        <DeedButton
          deed="retryRun"
          of={run.id}
          tone="bulb"
          icon={<RotateCcw size={16} aria-hidden="true" />}
          done={t('retried')}
        >
          {t('retry')}
        </DeedButton>
      ) : null}
      {run.state === 'RUNNING' ? (
        <DeedButton
          deed="cancelRun"
          of={run.id}
          tone="danger"
          icon={<Ban size={16} aria-hidden="true" />}
          question={{ title: t('cancelTitle'), text: t('cancelText'), yes: t('cancelYes') }}
          done={t('cancelled')}
        >
          {t('cancel')}
        </DeedButton>
      ) : null}
    </div>
  )
}

function RunFacts({ run, now }: { run: Run; now: string }) {
  const t = useTranslations('operator.run')
  const locale = useLocale()
  return (
    <dl className={styles.facts}>
      <div>
        <dt>{t('state')}</dt>
        <dd>
          <RunStateWord state={run.state} />
        </dd>
      </div>
      <div>
        <dt>{t('pipeline')}</dt>
        <dd>
          <bdi>{run.pipeline}</bdi> {run.version}
        </dd>
      </div>
      <div>
        <dt>{t('channel')}</dt>
        <dd className="mq-words">{run.channel.name}</dd>
      </div>
      <div>
        <dt>{t('begun')}</dt>
        <dd>{formatDateTime(run.createdAt, locale)}</dd>
      </div>
      <div>
        <dt>{t('took')}</dt>
        <dd>{formatSpan(run.createdAt, run.endedAt ?? now, locale)}</dd>
      </div>
      <div>
        <dt>{t('video')}</dt>
        <dd>
          <QuietLink href={`/studio/videos/${publicIdOf(run.video.id)}`} className="mq-link">
            <code className={styles.code}>{publicIdOf(run.video.id)}</code>
          </QuietLink>
        </dd>
      </div>
      <div>
        <dt>{t('id')}</dt>
        <dd>
          <code className={styles.code}>{run.id}</code>
        </dd>
      </div>
    </dl>
  )
}

/** In the creator's words, and in the program's. */
function Failure({ run }: { run: Run }) {
  const t = useTranslations('operator.run')
  const sentence = useErrorSentence()
  if (!run.errorCode) return null
  const { errorCode: code, errorTask: task } = run
  const words = run.tasks.find(({ name }) => name === task)?.errorDetail ?? run.errorDetail
  return (
    <Notice tone="trouble" title={task === null ? code : t('failedBy', { task, code })}>
      <p>{sentence({ code })}</p>
      {words ? (
        <pre className={styles.detail} lang="en" dir="ltr">
          {words}
        </pre>
      ) : null}
    </Notice>
  )
}
