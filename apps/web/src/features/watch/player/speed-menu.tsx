'use client'

import { SPEEDS } from '@marquee/player'
import { Menu, MenuItem } from '@marquee/ui'
import { Check } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import styles from './player.module.css'

type Props = { rate: number; onChoose: (rate: number) => void; onOpenChange: (open: boolean) => void }

/** How fast it plays. */
export function SpeedMenu({ rate, onChoose, onOpenChange }: Props) {
  const t = useTranslations('player')
  const locale = useLocale()
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  return (
    <Menu
      side="top"
      className={styles.menu}
      onOpenChange={onOpenChange}
      trigger={(wiring) => (
        <button type="button" className={styles.textControl} data-control="speed" {...wiring}>
          <span className="mq-hidden">{t('speed')}: </span>
          {number.format(rate)}×
        </button>
      )}
    >
      {SPEEDS.toReversed().map((speed) => (
        <MenuItem
          key={speed}
          checked={speed === rate}
          data-speed={speed}
          icon={speed === rate ? <Check size={16} aria-hidden="true" /> : <span className={styles.noCheck} />}
          onSelect={() => onChoose(speed)}
        >
          {speed === 1 ? t('normal') : `${number.format(speed)}×`}
        </MenuItem>
      ))}
    </Menu>
  )
}
