'use client'

import { qualityLabel, type Renew } from '@marquee/player'
import type { WebCaptionFragment, WebPlaybackFragment } from '@marquee/schema/graphql'
import { useLocale, useTranslations } from 'next-intl'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import { togglePlay } from './apply-key.ts'
import { Controls } from './controls.tsx'
import type { PlayerWords } from './element-words.ts'
import { ErrorOverlay } from './error-overlay.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { loadControls } from './load-controls.ts'
import { nameCaptions } from './name-captions.ts'
import styles from './player.module.css'
import { useCaptions } from './use-captions.ts'
import { useFocusWhileCovered } from './use-focus-while-covered.ts'
import { useFullscreen } from './use-fullscreen.ts'
import { useKeys } from './use-keys.ts'
import { useMediaFacts } from './use-media-facts.ts'
import { useMediaSession } from './use-media-session.ts'
import { usePicturePresses } from './use-picture-presses.ts'
import { usePlayer } from './use-player.ts'
import { usePreferences } from './use-preferences.ts'

export type PlayerProps = {
  title: string
  /** Whose film it is. */
  channel: string
  /** Seconds into the film. */
  startAt: number
  playback: WebPlaybackFragment
  captions: readonly WebCaptionFragment[]
  theatre: boolean
  onTheatre: () => void
  /** Asks the API for addresses that work; always the same function. */
  onRenew: Renew
}

/** Controls go away after this long without a move, seconds. */
const HIDE_AFTER_S = 2.5

/** The player of the watch page. Its `data-` attributes say what it does, for tests and styles. */
export function Player(props: PlayerProps) {
  const { title, channel, startAt, playback, theatre, onTheatre, onRenew } = props
  const t = useTranslations('player')
  const locale = useLocale()
  const root = useRef<HTMLDivElement>(null)
  const video = useRef<HTMLVideoElement>(null)
  usePreferences(video)
  const { player, state } = usePlayer(video, playback, startAt, onRenew)
  const facts = useMediaFacts(video)
  const [keysOpen, setKeysOpen] = useState(false)
  const [menuOpen, setMenuOpen] = useState(false)
  const toggleFullscreen = useFullscreen(root, video)
  useMediaSession(video, { title, artist: channel, poster: playback.poster ?? null })
  usePicturePresses(root, menuOpen, {
    single: () => video.current && togglePlay(video.current),
    double: toggleFullscreen,
  })
  const offered = nameCaptions(props.captions, locale, t('captionsUnknown'))
  const captions = useCaptions(
    video,
    offered.map(({ language }) => language),
  )
  useKeys(video, {
    toggleTheatre: onTheatre,
    toggleFullscreen,
    toggleCaptions: captions.toggle,
    showKeys: () => setKeysOpen(true),
  })

  useControlsAfterPicture(video, locale, t)
  useEffect(() => {
    if (player) startIfAllowed(video.current)
  }, [player])

  const cause = state.error?.cause
  useRenewal(cause === 'expired', onRenew)
  const waits = (state.growing || state.remaking) && facts.atEnd && facts.activity === 'buffering'
  const shownError = state.error?.recovers && facts.activity === 'playing' ? null : state.error
  useFocusWhileCovered(root, shownError !== null)
  const retry = useCallback(async () => {
    // Where nobody answers, the retry says so.
    if (cause === 'expired' || cause === 'missing') await onRenew().catch(() => null)
    player?.retry()
  }, [cause, onRenew, player])

  return (
    <div
      ref={root}
      id="player"
      className={`mq-dark ${styles.player}`}
      data-player=""
      data-state={facts.activity}
      data-engine={state.engine ?? undefined}
      data-revision={state.revision ?? undefined}
      data-quality={state.choice}
      data-rendition={state.playing ? qualityLabel(state.playing) : undefined}
      data-height={facts.height || undefined}
      data-swaps-seamless={state.swaps.seamless}
      data-swaps-reloaded={state.swaps.reloaded}
      data-growing={state.growing || undefined}
      data-remaking={state.remaking || undefined}
      data-captions={captions.shown ?? undefined}
      data-error={cause}
    >
      <media-controller
        class={styles.controller}
        inert={shownError !== null}
        nohotkeys=""
        gesturesdisabled=""
        novolumepref=""
        nosubtitleslangpref=""
        nomutedpref=""
        fullscreenelement="player"
        autohide={menuOpen ? '-1' : HIDE_AFTER_S}
        dir="ltr"
      >
        {/* biome-ignore lint/a11y/useMediaCaption: it has those that the film has */}
        <video
          ref={video}
          slot="media"
          aria-label={title}
          crossOrigin="anonymous"
          playsInline
          preload="auto"
          poster={playback.poster ?? undefined}
        >
          {playback.storyboard ? (
            <track
              key={playback.storyboard}
              default
              kind="metadata"
              label="thumbnails"
              src={playback.storyboard}
            />
          ) : null}
          {offered.map(({ language, name, url }) => (
            <track key={language} kind="subtitles" srcLang={language} label={name} src={url} />
          ))}
        </video>
        <media-loading-indicator
          slot="centered-chrome"
          noautohide=""
          loadingdelay="400"
          class={styles.loading}
        />
        <media-play-button slot="centered-chrome" class={styles.bigPlay} notooltip="" />
        <Controls
          player={player}
          state={state}
          rate={facts.rate}
          video={video}
          offered={offered}
          captions={captions}
          theatre={theatre}
          onTheatre={onTheatre}
          onKeys={() => setKeysOpen(true)}
          onMenu={setMenuOpen}
        />
      </media-controller>
      <p className={styles.making} role="status">
        {waits && !state.error ? <span>{t(state.remaking ? 'makingAgain' : 'making')}</span> : null}
      </p>
      {shownError ? <ErrorOverlay error={shownError} onRetry={retry} /> : null}
      <KeysDialog open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  )
}

/** Controls may take this long at most when no picture comes, milliseconds. */
const CONTROLS_AT_LATEST_MS = 2_500

/** The first picture has the network for itself; the elements of the controls (38 kB) are fetched right behind it. */
function useControlsAfterPicture(
  video: RefObject<HTMLVideoElement | null>,
  locale: string,
  words: PlayerWords,
): void {
  const say = useRef(words)
  useEffect(() => {
    const media = video.current
    const fetchControls = () => void loadControls(locale, say.current)
    const timer = setTimeout(fetchControls, CONTROLS_AT_LATEST_MS)
    media?.addEventListener('loadeddata', fetchControls, { once: true })
    return () => {
      clearTimeout(timer)
      media?.removeEventListener('loadeddata', fetchControls)
    }
  }, [video, locale])
}

/** A clock that is wrong by hours would expire each answer at once: by itself the page asks once a minute at most. */
const RENEW_AGAIN_MS = 60_000

/** Asks for addresses that work as soon as the old ones are refused; the reader is asked only where that does not help. */
function useRenewal(expired: boolean, onRenew: Renew): void {
  const last = useRef(0)
  useEffect(() => {
    if (!expired || Date.now() - last.current < RENEW_AGAIN_MS) return
    last.current = Date.now()
    onRenew().catch(() => null)
  }, [expired, onRenew])
}

/** Browsers allow sound only after the reader has done something on the site; where they refuse, the big button waits. */
function startIfAllowed(media: HTMLVideoElement | null): void {
  media?.play().catch(() => {})
}
