'use client'

import { Thumbnail } from '@marquee/ui'
import { useLocale, useTranslations } from 'next-intl'
import type { WatermarkEditing } from './use-watermark-editing.ts'
import styles from './watermark-preview.module.css'

/** A film with the logo as it would be drawn; packages/media (`watermarkBox`) has the same measures. */
export function WatermarkPreview({ film, editing }: { film: string | null; editing: WatermarkEditing }) {
  const t = useTranslations('studio.watermark')
  const locale = useLocale()
  const { picture, corner, size, opacity } = editing
  return (
    <div className={styles.film} dir="ltr" role="img" aria-label={t('preview')}>
      <Thumbnail src={film} locale={locale} eager>
        {picture ? (
          <span
            className={styles.logo}
            data-corner={corner}
            style={{ backgroundImage: `url("${picture}")`, inlineSize: `${size * 100}%`, opacity }}
          />
        ) : null}
      </Thumbnail>
    </div>
  )
}
