'use client'

import { Menu, MenuItem } from '@marquee/ui'
import { Captions, Check } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import type { NamedCaption } from './name-captions.ts'
import styles from './player.module.css'
import type { UsedCaptions } from './use-captions.ts'

type Props = {
  offered: readonly NamedCaption[]
  captions: UsedCaptions
  onOpenChange: (open: boolean) => void
}

/** Off, and every language that there is. Hidden for a film without captions. */
export function CaptionsMenu({ offered, captions, onOpenChange }: Props) {
  const t = useTranslations('player')
  const { shown, choose } = captions
  if (offered.length === 0) return null
  const now = offered.find(({ language }) => language === shown)?.name ?? t('captionsOff')
  return (
    <Menu
      side="top"
      className={styles.menu}
      onOpenChange={onOpenChange}
      trigger={(wiring) => (
        <button
          type="button"
          className={styles.iconControl}
          data-control="captions"
          data-on={shown === null ? undefined : ''}
          title={t('captions')}
          {...wiring}
        >
          <span className="mq-hidden">
            {t('captions')}: {now}
          </span>
          <Captions size={22} aria-hidden="true" />
        </button>
      )}
    >
      {[{ language: null, name: t('captionsOff') }, ...offered].map(({ language, name }) => (
        <MenuItem
          key={language ?? ''}
          checked={language === shown}
          data-captions={language ?? 'off'}
          icon={
            language === shown ? <Check size={16} aria-hidden="true" /> : <span className={styles.noCheck} />
          }
          onSelect={() => choose(language)}
        >
          <bdi>{name}</bdi>
        </MenuItem>
      ))}
    </Menu>
  )
}
