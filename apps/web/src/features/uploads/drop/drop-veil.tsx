'use client'

import { Readerboard } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import styles from './drop-veil.module.css'
import type { Dropped } from './read-dropped.ts'
import { useFileDrop } from './use-file-drop.ts'

/** Makes the whole window a drop target, and lights its frame while files are held over it. */
export function DropVeil({ onDropped }: { onDropped: (dropped: Dropped) => void }) {
  const t = useTranslations('uploads')
  const over = useFileDrop(onDropped)
  if (!over) return null
  return (
    <div className={styles.veil} aria-hidden="true">
      <Readerboard level={2} small={t('dropSmall')} letters={t('dropLetters')} />
    </div>
  )
}
