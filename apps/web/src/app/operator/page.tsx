import { OperatorRunsDocument } from '@marquee/schema/graphql'
import { Button, Notice } from '@marquee/ui'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import styles from '../../features/operator/operator.module.css'
import { RUN_STATES, RunFilter, runsPath } from '../../features/operator/run-filter.tsx'
import { RunList } from '../../features/operator/run-list.tsx'
import { TroubledPipelines } from '../../features/operator/troubled-pipelines.tsx'
import { askServer } from '../../graphql/ask-server.ts'
import { QuietLink } from '../../shell/quiet-link.tsx'
import { Unreachable } from '../../shell/unreachable.tsx'
import { OperatorFrame } from './operator-frame.tsx'
import { requireOperator } from './require-operator.ts'

const PAGE_SIZE = 30

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('operator.runs'))('title') }
}

/** Every run, newest first. */
export default async function OperatorPage({ searchParams }: Props) {
  if ((await requireOperator()) === 'unreachable') return <Unreachable retryHref="/operator" />
  const t = await getTranslations('operator.runs')
  const asked = await searchParams
  const state = RUN_STATES.find((each) => each === asked.state) ?? null
  const channel = textOf(asked.channel)?.trim().replace(/^@/, '') || null
  const after = textOf(asked.after)
  const answer = await askServer(OperatorRunsDocument, { first: PAGE_SIZE, after, state, channel })
  if (!answer.ok || !answer.data.runs) return <Unreachable retryHref="/operator" />
  const { runs, ...troubles } = answer.data
  const { endCursor, hasNextPage } = runs.pageInfo
  return (
    <OperatorFrame place="runs">
      <h1 className="mq-hidden">{t('title')}</h1>
      <TroubledPipelines {...troubles} />
      <RunFilter state={state} channel={channel} />
      {runs.nodes.length > 0 ? (
        <RunList runs={runs.nodes} now={new Date().toISOString()} />
      ) : (
        <Notice title={t('noneTitle')}>{t('none')}</Notice>
      )}
      <p className={styles.pages}>
        {after ? (
          <Button as={QuietLink} href={runsPath({ state, channel })} tone="line" size="small">
            {t('newest')}
          </Button>
        ) : null}
        {hasNextPage ? (
          <Button
            as={QuietLink}
            href={runsPath({ state, channel, after: endCursor ?? null })}
            tone="line"
            size="small"
          >
            {t('older')}
          </Button>
        ) : null}
      </p>
    </OperatorFrame>
  )
}

function textOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
