import type { OperatorRunsQuery } from '@marquee/schema/graphql'
import { Notice } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import styles from './operator.module.css'

type Refused = NonNullable<OperatorRunsQuery['refusedPipelines']>

/** What is wrong with the files of pipelines, in the dispatcher's own words; nothing where all were taken. */
export function RefusedPipelines({ refused }: { refused: Refused }) {
  const t = useTranslations('operator.refused')
  if (refused.length === 0) return null
  return (
    <Notice tone="trouble" title={t('title', { count: refused.length })}>
      {t('text')}
      <ul className={styles.problems} dir="ltr" lang="en">
        {refused.flatMap(({ file, problems }) =>
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
