'use client'

import { Dialog } from '@marquee/ui'
import { useTranslations } from 'next-intl'
import styles from './player.module.css'

const KEYS = [
  [['k', 'Space'], 'keyPlay'],
  [['j'], 'keyBack10'],
  [['l'], 'keyForward10'],
  [['←'], 'keyBack5'],
  [['→'], 'keyForward5'],
  [['↑', '↓'], 'keyVolume'],
  [['m'], 'keyMute'],
  [['f'], 'keyFullscreen'],
  [['t'], 'keyTheatre'],
  [['i'], 'keyPip'],
  [['c'], 'keyCaptions'],
  [['<', '>'], 'keySpeed'],
  [['0', '…', '9'], 'keyTenths'],
  [['Home', 'End'], 'keyEnds'],
  [['?'], 'keyHelp'],
] as const

/** Every key of the player. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useTranslations('player')
  const shell = useTranslations('shell')
  return (
    <Dialog open={open} onClose={onClose} title={t('keys')} closeLabel={shell('close')}>
      <dl className={styles.keys}>
        {KEYS.map(([keys, words]) => (
          <div key={words} className={styles.keyLine}>
            <dt>{t(words)}</dt>
            <dd dir="ltr">
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
