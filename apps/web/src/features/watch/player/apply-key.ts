import { type KeyAction, nextSpeed } from '@marquee/player'

/** What a page does for keys that are not the element's own business. */
export type PageActions = {
  toggleTheatre: () => void
  toggleFullscreen: () => void
  toggleCaptions: () => void
  showKeys: () => void
}

/** Does what a key asks of a media element. */
export function applyKey(action: KeyAction, media: HTMLVideoElement, page: PageActions): void {
  switch (action.do) {
    case 'toggle-play':
      togglePlay(media)
      break
    case 'seek-by':
      media.currentTime = bounded(media.currentTime + action.seconds, media.duration)
      break
    case 'seek-to':
      if (Number.isFinite(media.duration)) media.currentTime = media.duration * action.fraction
      break
    case 'volume-by':
      media.volume = Math.min(1, Math.max(0, Math.round((media.volume + action.fraction) * 100) / 100))
      media.muted = media.volume === 0
      break
    case 'speed-by':
      media.playbackRate = nextSpeed(media.playbackRate, action.steps)
      break
    case 'toggle-mute':
      toggleMute(media)
      break
    case 'toggle-captions':
      page.toggleCaptions()
      break
    case 'toggle-fullscreen':
      page.toggleFullscreen()
      break
    case 'toggle-pip':
      togglePictureInPicture(media)
      break
    case 'toggle-theatre':
      page.toggleTheatre()
      break
    case 'show-keys':
      page.showKeys()
      break
  }
}

/** Plays or pauses. A browser that refuses to play leaves the big button standing, which says enough. */
export function togglePlay(media: HTMLVideoElement): void {
  if (media.paused) void media.play().catch(() => {})
  else media.pause()
}

/** Sound that is asked for can be heard: the same step as Media Chrome's button takes. */
const AUDIBLE = 0.25

function toggleMute(media: HTMLVideoElement): void {
  media.muted = !media.muted
  if (!media.muted && media.volume === 0) media.volume = AUDIBLE
}

/** Refused before there is a picture, and where the browser or its settings know no such thing; then all stays as it is. */
function togglePictureInPicture(media: HTMLVideoElement): void {
  if (document.pictureInPictureElement === media) void document.exitPictureInPicture().catch(() => {})
  else if (document.pictureInPictureEnabled) void media.requestPictureInPicture().catch(() => {})
}

function bounded(seconds: number, duration: number): number {
  return Math.max(0, Math.min(seconds, Number.isFinite(duration) ? duration : seconds))
}
