'use client'

import type { Player, PlayerState } from '@marquee/player'
import { Keyboard, RectangleHorizontal } from '@marquee/ui/icons'
import { useTranslations } from 'next-intl'
import { type RefObject, useCallback } from 'react'
import { CaptionsMenu } from './captions-menu.tsx'
import type { NamedCaption } from './name-captions.ts'
import styles from './player.module.css'
import { QualityMenu } from './quality-menu.tsx'
import { SpeedMenu } from './speed-menu.tsx'
import type { UsedCaptions } from './use-captions.ts'

export type ControlsProps = {
  player: Player | null
  state: PlayerState
  rate: number
  video: RefObject<HTMLVideoElement | null>
  offered: readonly NamedCaption[]
  captions: UsedCaptions
  theatre: boolean
  onTheatre: () => void
  onKeys: () => void
  onMenu: (open: boolean) => void
}

/** The seek bar with its pictures, and under it one row: what runs, then how it runs. */
export function Controls(props: ControlsProps) {
  const { player, state, rate, video, offered, captions, theatre, onTheatre, onKeys, onMenu } = props
  const t = useTranslations('player')
  const setRate = useCallback(
    (next: number) => {
      if (video.current) video.current.playbackRate = next
    },
    [video],
  )
  return (
    <div className={styles.controls}>
      <media-time-range class={styles.seek}>
        <media-preview-thumbnail slot="preview" />
        <media-preview-time-display slot="preview" />
      </media-time-range>
      <media-control-bar class={styles.bar}>
        <media-play-button class={styles.control} notooltip="" />
        <span className={styles.volume}>
          <media-mute-button class={styles.control} notooltip="" />
          <media-volume-range class={styles.volumeRange} />
        </span>
        <media-time-display class={styles.time} showduration="" notoggle="" />
        <span className={styles.space} />
        <SpeedMenu rate={rate} onChoose={setRate} onOpenChange={onMenu} />
        <QualityMenu state={state} onChoose={(choice) => player?.choose(choice)} onOpenChange={onMenu} />
        <CaptionsMenu offered={offered} captions={captions} onOpenChange={onMenu} />
        <button
          type="button"
          className={`${styles.iconControl} ${styles.wide}`}
          aria-label={t('keys')}
          title={t('keys')}
          onClick={onKeys}
        >
          <Keyboard size={20} aria-hidden="true" />
        </button>
        <media-pip-button class={`${styles.control} ${styles.wide}`} notooltip="" />
        <button
          type="button"
          className={`${styles.iconControl} ${styles.wide}`}
          aria-label={t('theatre')}
          aria-pressed={theatre}
          title={theatre ? t('theatreOff') : t('theatre')}
          onClick={onTheatre}
        >
          <RectangleHorizontal size={22} aria-hidden="true" />
        </button>
        <media-fullscreen-button class={styles.control} notooltip="" />
      </media-control-bar>
    </div>
  )
}
