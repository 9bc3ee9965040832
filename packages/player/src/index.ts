export {
  type FocusKind,
  type Key,
  type KeyAction,
  keyAction,
  mayTakeKey,
  nextSpeed,
  SPEEDS,
} from './keyboard/key-action.ts'
export { createPlayer, type Player } from './player.ts'
export { indexOfChoice, menuOf, type Quality, type QualityChoice, qualityLabel } from './quality/quality.ts'
export { renewDelay, type Source } from './source.ts'
export { INITIAL_STATE, type PlayerError, type PlayerErrorCause, type PlayerState } from './state.ts'
