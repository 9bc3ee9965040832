import type { OperatorRunsQuery } from '@marquee/schema/graphql'
import { Notice } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import styles from './operator.module.css'

type Lists = Pick<OperatorRunsQuery, 'refusedPipelines' | 'unreadablePipelines'>

/** What is wrong with the files of pipelines, and with what a program of another version stored, in those programs' own words. */
export function TroubledPipelines({ refusedPipelines, unreadablePipelines }: Lists) {
  const unreadable = unreadablePipelines?.map(({ name, version, problem }) => ({
    file: name,
    problems: [`${name}, version ${version}: ${problem}`],
  }))
  return (
    <>
      <Troubles kind="refused" troubled={refusedPipelines ?? []} />
      <Troubles kind="unreadable" troubled={unreadable ?? []} />
    </>
  )
}

type Troubled = NonNullable<Lists['refusedPipelines']>

function Troubles({ kind, troubled }: { kind: 'refused' | 'unreadable'; troubled: Troubled }) {
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
