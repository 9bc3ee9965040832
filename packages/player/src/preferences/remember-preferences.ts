import type { PreferenceStore } from './preference-store.ts'
import { parsePreferences, preferencesOf } from './preferences.ts'

/** Gives an element the volume, silence and speed of the last film, and keeps what the viewer changes, until the returned function is called. */
export function rememberPreferences(media: HTMLMediaElement, store: PreferenceStore): () => void {
  let known = parsePreferences(store.read())
  media.volume = known.volume
  media.muted = known.muted
  // Loading a stream sets the speed to the default one (HTML, «media element load algorithm»).
  media.defaultPlaybackRate = known.speed
  media.playbackRate = known.speed

  const keep = () => {
    media.defaultPlaybackRate = media.playbackRate
    const text = JSON.stringify(preferencesOf(media, known))
    if (text === JSON.stringify(known)) return
    known = parsePreferences(text)
    store.write(text)
  }
  media.addEventListener('volumechange', keep)
  media.addEventListener('ratechange', keep)
  return () => {
    media.removeEventListener('volumechange', keep)
    media.removeEventListener('ratechange', keep)
  }
}
