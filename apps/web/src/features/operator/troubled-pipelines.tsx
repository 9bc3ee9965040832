import type { OperatorRunsQuery } from '@marquee/schema/graphql'
import { Notice } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import styles from './operator.module.css'

type Lists = Pick<OperatorRunsQuery, 'refusedPipelines' | 'unreadablePipelines' | 'withdrawnPipelines'>

/**
 * What is wrong with the files of pipelines, with what a program of another version stored, and with what channels ask for, in
 * those programs' own words.
 */
export function TroubledPipelines({ refusedPipelines, unreadablePipelines, withdrawnPipelines }: Lists) {
  const unreadable = unreadablePipelines?.map(({ name, version, problem }) => ({
    file: name,
    problems: [`${name}, version ${version}: ${problem}`],
  }))
  const withdrawn = withdrawnPipelines?.map(({ name, version }) => ({
    file: name,
    problems: [`${name}, version ${version}`],
  }))
  return (
    <>
      <Troubles kind="refused" troubled={refusedPipelines ?? []} />
      <Troubles kind="unreadable" troubled={unreadable ?? []} />
      <Troubles kind="withdrawn" troubled={withdrawn ?? []} />
    </>
  )
}

type Troubled = NonNullable<Lists['refusedPipelines']>

function Troubles({ kind, troubled }: { kind: 'refused' | 'unreadable' | 'withdrawn'; troubled: Troubled }) {
  const t = useTranslations(`operator.${kind}`)
  if (troubled.length === 0) return null
  return (
    <Notice tone="trouble" title={t('title', { count: troubled.length })}>
      {t('text')}
      <ul className={styles.problems} dir="ltr" lang="en">
        {troubled.flatMap(({ file, problems }) =>
          problems.map((problem) => (
            <li key={`${file} ${problem}`} title={file} className="mq-words">
              {problem}
            </li>
          )),
        )}
      </ul>
    </Notice>
  )
}
