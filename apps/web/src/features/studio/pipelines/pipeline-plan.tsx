'use client'

import { Button, Notice, Select, Skeleton } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import { formatCpuTime } from '../../../progress/graph/format-cpu-time.ts'
import { PlanGraph } from '../../../progress/graph/plan-graph.tsx'
import { FILMS, type Film } from './assumed-source.ts'
import styles from './pipelines.module.css'
import type { AskedPlan } from './use-plan.ts'

/** What a pipeline does, for a film that the reader picks. */
export function PipelinePlan(props: {
  name: string
  plan: AskedPlan
  film: Film
  onFilm: (film: Film) => void
  onAgain: () => void
}) {
  const { name, plan, film, onFilm, onAgain } = props
  const t = useTranslations('studio.pipelines')
  const locale = useLocale()
  const cost = plan && plan !== 'failed' ? plan.cost : null
  return (
    <section className={styles.plan} aria-label={t('planOf', { name })}>
      <div className={styles.planHead}>
        <Select
          label={t('film')}
          value={film}
          onChange={(event) => onFilm(FILMS.find((each) => each === event.currentTarget.value) ?? 'ANY')}
        >
          {FILMS.map((each) => (
            <option key={each} value={each}>
              {t(`films.${each}`)}
            </option>
          ))}
        </Select>
        <p className={styles.total} role="status">
          {cost === null ? '' : t('total', { time: formatCpuTime(cost, locale) })}
        </p>
      </div>
      {plan === 'failed' ? (
        <Notice
          tone="trouble"
          title={t('planFailed')}
          live
          action={
            <p>
              <Button size="small" onClick={onAgain}>
                {t('again')}
              </Button>
            </p>
          }
        />
      ) : plan === null ? (
        <div className={styles.skeleton} aria-busy="true">
          <Skeleton width="100%" />
          <Skeleton width="100%" />
          <Skeleton width="100%" />
        </div>
      ) : plan.problems.length > 0 ? (
        <Notice tone="trouble" title={t('problems')}>
          {plan.problems.map((problem) => (
            <p key={problem.message} lang="en" className="mq-words">
              {problem.message}
            </p>
          ))}
        </Notice>
      ) : (
        <PlanGraph tasks={plan.stages.flatMap(({ tasks }) => tasks)} label={t('planOf', { name })} />
      )}
    </section>
  )
}
