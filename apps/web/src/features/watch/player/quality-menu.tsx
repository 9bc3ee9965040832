'use client'

import { menuOf, type PlayerState, type QualityChoice, qualityLabel } from '@marquee/player'
import { formatBitrate, Menu, MenuItem } from '@marquee/ui'
import { Check } from '@marquee/ui/icons'
import { useLocale, useTranslations } from 'next-intl'
import styles from './player.module.css'

type Props = {
  state: PlayerState
  onChoose: (choice: QualityChoice) => void
  onOpenChange: (open: boolean) => void
}

/** Auto, telling what it shows now, and every rendition. Hidden on engines that choose alone. */
export function QualityMenu({ state, onChoose, onOpenChange }: Props) {
  const t = useTranslations('player')
  const locale = useLocale()
  const menu = menuOf(state.qualities)
  if (menu.length === 0) return null
  const now = state.playing ? qualityLabel(state.playing) : null
  const autoWords = now ? t('autoNow', { height: now }) : t('auto')
  const shown = state.choice === 'auto' ? autoWords : state.choice
  return (
    <Menu
      side="top"
      className={styles.menu}
      onOpenChange={onOpenChange}
      trigger={(wiring) => (
        <button type="button" className={styles.textControl} data-control="quality" {...wiring}>
          <span className="mq-hidden">{t('quality')}: </span>
          {shown}
        </button>
      )}
    >
      {menu.map((quality) => {
        const label = qualityLabel(quality)
        return (
          <Choice
            key={label}
            value={label}
            chosen={state.choice === label}
            onChoose={onChoose}
            note={quality.bitrate > 0 ? formatBitrate(quality.bitrate, locale) : undefined}
          >
            {label}
          </Choice>
        )
      })}
      <Choice value="auto" chosen={state.choice === 'auto'} onChoose={onChoose}>
        {state.choice === 'auto' ? autoWords : t('auto')}
      </Choice>
    </Menu>
  )
}

type ChoiceProps = {
  value: QualityChoice
  chosen: boolean
  note?: string | undefined
  onChoose: (choice: QualityChoice) => void
  children: React.ReactNode
}

function Choice({ value, chosen, note, onChoose, children }: ChoiceProps) {
  return (
    <MenuItem
      checked={chosen}
      data-quality={value}
      icon={chosen ? <Check size={16} aria-hidden="true" /> : <span className={styles.noCheck} />}
      note={note}
      onSelect={() => onChoose(value)}
    >
      {children}
    </MenuItem>
  )
}
