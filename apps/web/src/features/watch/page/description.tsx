'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import styles from './watch.module.css'

/** From this length on a description is folded to its first lines. */
const FOLD_LETTERS = 280
const FOLD_LINES = 4

/** What its maker says about the video; long words are folded. */
export function Description({ text }: { text: string }) {
  const t = useTranslations('watch')
  const [open, setOpen] = useState(false)
  const long = text.length > FOLD_LETTERS || text.split('\n').length > FOLD_LINES
  return (
    <>
      <p className={`mq-words ${styles.description}`} data-folded={long && !open ? '' : undefined}>
        {text}
      </p>
      {long ? (
        <button type="button" className={styles.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('descriptionLess') : t('descriptionMore')}
        </button>
      ) : null}
    </>
  )
}
