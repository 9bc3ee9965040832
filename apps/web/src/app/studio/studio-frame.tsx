'use client'

import { Upload } from '@marquee/ui/icons'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { DropVeil } from '../../features/uploads/drop/drop-veil.tsx'
import { PickButton } from '../../features/uploads/drop/pick-button.tsx'
import styles from './studio-frame.module.css'
import { useAddFiles } from './use-add-files.ts'

/** The studio's own head, and around it all the window that takes files. */
export function StudioFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('studio.frame')
  const path = usePathname()
  const addFiles = useAddFiles()
  const onVideos = !path.startsWith('/studio/channel')
  return (
    <div className={`page ${styles.frame}`}>
      <div className={styles.bar}>
        <nav className={styles.tabs} aria-label={t('label')}>
          <Link href="/studio" className="mq-place" aria-current={onVideos ? 'page' : undefined}>
            {t('videos')}
          </Link>
          <Link href="/studio/channel" className="mq-place" aria-current={onVideos ? undefined : 'page'}>
            {t('channel')}
          </Link>
        </nav>
        <p className={styles.hint} aria-hidden="true">
          {t('hint')}
        </p>
        <PickButton
          tone="bulb"
          icon={<Upload size={18} aria-hidden="true" />}
          onFiles={(files) => addFiles({ files })}
        >
          {t('upload')}
        </PickButton>
      </div>
      {children}
      <DropVeil onDropped={addFiles} />
    </div>
  )
}
