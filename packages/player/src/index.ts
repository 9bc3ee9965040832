export {
  type CaptionPreference,
  NO_CAPTIONS,
  parseCaptionPreference,
  shownLanguage,
  toggleCaptions,
  writeCaptionPreference,
} from './captions/caption-preference.ts'
export { showCaptions } from './captions/show-captions.ts'
export {
  type FocusKind,
  type Key,
  type KeyAction,
  keyAction,
  mayTakeKey,
  nextSpeed,
  SPEEDS,
} from './keyboard/key-action.ts'
export { type FilmCard, showInMediaSession } from './media-session/show-in-media-session.ts'
export { createPressReader, type PressActions } from './picture/press-reader.ts'
export { createPlayer, type Player, type PlayerOptions } from './player.ts'
export { browserPreferenceStore } from './preferences/preference-store.ts'
export { rememberPreferences } from './preferences/remember-preferences.ts'
export { indexOfChoice, menuOf, type Quality, type QualityChoice, qualityLabel } from './quality/quality.ts'
export type { Renew } from './renewal/renewal.ts'
export type { Source } from './source.ts'
export { startTime } from './start-time.ts'
export { INITIAL_STATE, type PlayerError, type PlayerErrorCause, type PlayerState } from './state.ts'
