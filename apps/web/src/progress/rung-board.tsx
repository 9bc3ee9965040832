'use client'

import { formatPercent } from '@marquee/ui'
import { Check } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import { type LiveProgress, type Rung, rungsOf } from './live-progress.ts'
import styles from './rung-board.module.css'
import { usePhaseWords } from './use-phase-words.ts'
import { useTimeLeft } from './use-time-left.ts'

/** The qualities of a video going up on the board, one line each; its rail fills as it is made. */
export function RungBoard({ progress }: { progress: LiveProgress }) {
  const t = useTranslations('progress')
  const locale = useLocale()
  const left = useTimeLeft(progress.remainingMs)
  const rungs = rungsOf(progress).reverse()
  const words = usePhaseWords(progress)
  return (
    <div className={styles.board}>
      <div className={styles.head}>
        <span className={styles.small}>{words}</span>
        <span className={styles.small}>{formatPercent(progress.fraction, locale)}</span>
      </div>
      {rungs.length > 0 ? (
        <ul className={styles.lines}>
          {rungs.map((rung) => (
            <RungLine key={rung.name} rung={rung} />
          ))}
        </ul>
      ) : (
        <p className={styles.blank}>{t('noRungs')}</p>
      )}
      <p className={styles.foot}>{left ?? t('leftUnknown')}</p>
    </div>
  )
}

function RungLine({ rung }: { rung: Rung }) {
  const t = useTranslations('progress')
  const locale = useLocale()
  const percent = formatPercent(rung.fraction, locale)
  return (
    <li className={styles.line} style={{ '--rung': rung.fraction } as CSSProperties}>
      <span className={styles.name}>{rung.name}</span>
      {rung.done ? (
        <span className={styles.figure}>
          <Check size={18} strokeWidth={3} aria-hidden="true" />
          <span className="mq-hidden">{t('rungDone')}</span>
        </span>
      ) : (
        <span className={styles.figure}>{rung.stopped ? t('rungStopped') : percent}</span>
      )}
      <span
        className={styles.rail}
        role="progressbar"
        aria-label={rung.name}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(rung.fraction * 100)}
      />
    </li>
  )
}
