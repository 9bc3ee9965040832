import { ExternalLink } from '@marquee/ui/icons'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { KeepFresh } from '../../features/operator/keep-fresh.tsx'
import styles from '../../features/operator/operator.module.css'
import { QuietLink } from '../../shell/quiet-link.tsx'

/** The head of every page of the engine room; what is below it stays fresh by itself. */
export async function OperatorFrame({ place, children }: { place: 'runs' | 'workers'; children: ReactNode }) {
  const t = await getTranslations('operator.frame')
  return (
    <div className={`page ${styles.frame}`}>
      <nav className={styles.tabs} aria-label={t('label')}>
        <QuietLink href="/operator" className="mq-place" aria-current={place === 'runs' ? 'page' : undefined}>
          {t('runs')}
        </QuietLink>
        <QuietLink
          href="/operator/workers"
          className="mq-place"
          aria-current={place === 'workers' ? 'page' : undefined}
        >
          {t('workers')}
        </QuietLink>
        {/* Not of this application: the API serves it. */}
        <a href="/operator/queues" className={`mq-way ${styles.board}`}>
          {t('board')}
          <ExternalLink size={16} aria-hidden="true" className="mq-mirror" />
        </a>
      </nav>
      {children}
      <KeepFresh />
    </div>
  )
}
