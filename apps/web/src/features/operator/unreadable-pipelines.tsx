import type { OperatorRunsQuery } from '@marquee/schema/graphql'
import { Notice } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import styles from './operator.module.css'

type Unreadable = NonNullable<OperatorRunsQuery['unreadablePipelines']>

/** What is wrong with pipelines that a program of another version stored, in the API's own words; nothing where all can be read. */
export function UnreadablePipelines({ unreadable }: { unreadable: Unreadable }) {
  const t = useTranslations('operator.unreadable')
  if (unreadable.length === 0) return null
  return (
    <Notice tone="trouble" title={t('title', { count: unreadable.length })}>
      {t('text')}
      <ul className={styles.problems} dir="ltr" lang="en">
        {unreadable.map(({ name, version, problem }) => (
          <li key={name} className="mq-words">
            {`${name}, version ${version}: ${problem}`}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
