'use client'

import type { PlayerError } from '@marquee/player'
import { Button } from '@marquee/ui'
import { RotateCcw } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import styles from './player.module.css'

const WORDS = {
  network: ['errorNetwork', 'errorNetworkText'],
  expired: ['errorExpired', 'errorExpiredText'],
  missing: ['errorMissing', 'errorMissingText'],
  decode: ['errorDecode', 'errorDecodeText'],
  unsupported: ['errorUnsupported', 'errorUnsupportedText'],
} as const

/** Why it does not play, what happens next, and a way to try at once. */
export function ErrorOverlay({ error, onRetry }: { error: PlayerError; onRetry: () => void }) {
  const t = useTranslations('player')
  const [title, text] = WORDS[error.cause]
  return (
    <div className={styles.error} data-error-cause={error.cause}>
      <div className={styles.errorWords} role="alert">
        <strong className={styles.errorTitle}>{t(title)}</strong>
        <p>{t(text)}</p>
      </div>
      {error.cause === 'unsupported' ? null : (
        <Button tone="bulb" icon={<RotateCcw size={16} aria-hidden="true" />} onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}
