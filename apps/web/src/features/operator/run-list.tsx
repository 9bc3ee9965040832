import type { OperatorRunRowFragment } from '@marquee/schema/graphql'
import { formatDateTime, formatRelativeTime, Table } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { QuietLink } from '../../shell/quiet-link.tsx'
import { runPath } from './do-deed.ts'
import { formatSpan } from './format-span.ts'
import styles from './operator.module.css'
import { RunStateWord } from './run-state.tsx'

/** Runs of every channel, a line each. `now` is when the page was made. */
export function RunList({ runs, now }: { runs: readonly OperatorRunRowFragment[]; now: string }) {
  const t = useTranslations('operator.runs')
  const locale = useLocale()
  return (
    <Table label={t('title')} className={styles.runs}>
      <thead>
        <tr>
          <th scope="col">{t('video')}</th>
          <th scope="col">{t('state')}</th>
          <th scope="col">{t('channel')}</th>
          <th scope="col">{t('pipeline')}</th>
          <th scope="col">{t('begun')}</th>
          <th scope="col" data-numeric="">
            {t('took')}
          </th>
          <th scope="col">{t('id')}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td className={styles.videoCell}>
              <QuietLink href={runPath(run.id)} className="mq-link mq-words">
                {run.video.title}
              </QuietLink>
            </td>
            <td>
              <RunStateWord state={run.state} />
              {run.errorCode ? <code className={styles.code}>{run.errorCode}</code> : null}
            </td>
            <td className="mq-words">{run.channel.name}</td>
            <td>
              <bdi>{run.pipeline}</bdi> {run.version}
            </td>
            <td>
              <time dateTime={run.createdAt} title={formatDateTime(run.createdAt, locale)}>
                {formatRelativeTime(run.createdAt, now, locale)}
              </time>
            </td>
            <td data-numeric="">{formatSpan(run.createdAt, run.endedAt ?? now, locale)}</td>
            <td>
              <code className={styles.code}>{run.id}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}
