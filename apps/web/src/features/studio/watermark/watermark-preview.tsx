'use client'

import { useTranslations } from 'next-intl'
import type { CSSProperties } from 'react'
import type { WatermarkEditing } from './use-watermark-editing.ts'
import styles from './watermark-preview.module.css'

/** A film with the logo as it would be drawn; packages/media (`watermarkBox`) has the same measures. */
export function WatermarkPreview({ film, editing }: { film: string | null; editing: WatermarkEditing }) {
  const t = useTranslations('studio.watermark')
  const { picture, corner, size, opacity } = editing
  const style: CSSProperties = { maxInlineSize: `${size * 100}%`, inlineSize: `${size * 100}%`, opacity }
  return (
    <div className={styles.film} dir="ltr" role="img" aria-label={t('preview')}>
      {film ? <img className={styles.picture} src={film} alt="" /> : null}
      {picture ? (
        <img className={styles.logo} data-corner={corner} src={picture} alt="" style={style} />
      ) : null}
    </div>
  )
}
