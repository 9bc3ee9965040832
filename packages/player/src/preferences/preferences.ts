import { SPEEDS } from '../keyboard/key-action.ts'

/** How a viewer likes to watch, whatever the film. */
export type Preferences = {
  /** Above 0, at most 1: the last one that could be heard. */
  volume: number
  muted: boolean
  speed: (typeof SPEEDS)[number]
}

export const DEFAULT_PREFERENCES: Preferences = { volume: 1, muted: false, speed: 1 }

/** Preferences from the text that was kept. What is missing, out of range or not JSON is as for a newcomer. */
export function parsePreferences(text: string | null): Preferences {
  const { volume, muted, speed } = readObject(text)
  return {
    volume: typeof volume === 'number' && volume > 0 && volume <= 1 ? volume : DEFAULT_PREFERENCES.volume,
    muted: typeof muted === 'boolean' ? muted : DEFAULT_PREFERENCES.muted,
    speed: SPEEDS.find((known) => known === speed) ?? DEFAULT_PREFERENCES.speed,
  }
}

/** Preferences as the element has them now; silence keeps the volume that was `known`, so that sound comes back with it. */
export function preferencesOf(
  { volume, muted, playbackRate }: Pick<HTMLMediaElement, 'volume' | 'muted' | 'playbackRate'>,
  known: Preferences,
): Preferences {
  return {
    volume: volume > 0 ? volume : known.volume,
    muted: muted || volume === 0,
    speed: SPEEDS.find((speed) => speed === playbackRate) ?? known.speed,
  }
}

function readObject(text: string | null): Record<string, unknown> {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    // Anything on this origin may have written there; text that is not JSON says nothing.
    return {}
  }
}
