'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { ROLES } from './table-roles.ts'
import styles from './video-list.module.css'

/** How much of what is shown is chosen. */
type Share = 'none' | 'some' | 'all'

/** The columns' names; in a hand only the box that chooses all of them stays. */
export function ListHead({ share, onChooseAll }: { share: Share; onChooseAll: (on: boolean) => void }) {
  const t = useTranslations('studio.list')
  return (
    <thead {...ROLES.group} className={styles.head}>
      <tr {...ROLES.row}>
        <th {...ROLES.columnHeader} scope="col" className={styles.choose}>
          <ChooseAll share={share} onChoose={onChooseAll} />
        </th>
        <th {...ROLES.columnHeader} scope="col" className={styles.video}>
          {t('video')}
        </th>
        <th {...ROLES.columnHeader} scope="col" className={styles.visibility}>
          {t('visibility')}
        </th>
        <th {...ROLES.columnHeader} scope="col" className={styles.state}>
          {t('state')}
        </th>
        <th {...ROLES.columnHeader} scope="col" className={styles.size}>
          {t('size')}
        </th>
        <th {...ROLES.columnHeader} scope="col" className={styles.date}>
          {t('date')}
        </th>
        <th {...ROLES.columnHeader} scope="col" className={styles.menu}>
          <span className="mq-hidden">{t('actions')}</span>
        </th>
      </tr>
    </thead>
  )
}

/** A box that is half full while some rows are chosen. */
function ChooseAll({ share, onChoose }: { share: Share; onChoose: (on: boolean) => void }) {
  const t = useTranslations('studio.list')
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = share === 'some'
  }, [share])
  return (
    <label className={styles.box}>
      <input
        ref={box}
        type="checkbox"
        aria-label={t('chooseAll')}
        checked={share === 'all'}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <span className={styles.boxWords} aria-hidden="true">
        {t('chooseAll')}
      </span>
    </label>
  )
}
