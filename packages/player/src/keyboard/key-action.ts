/** What a key does to a player. Seconds and fractions are in the names. */
export type KeyAction =
  | {
      do:
        | 'toggle-play'
        | 'toggle-mute'
        | 'toggle-fullscreen'
        | 'toggle-pip'
        | 'toggle-theatre'
        | 'toggle-captions'
        | 'show-keys'
    }
  | { do: 'seek-by'; seconds: number }
  | { do: 'seek-to'; fraction: number }
  | { do: 'volume-by'; fraction: number }
  | { do: 'speed-by'; steps: 1 | -1 }

export type Key = {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

const SIMPLE: Readonly<Record<string, KeyAction>> = {
  ' ': { do: 'toggle-play' },
  k: { do: 'toggle-play' },
  j: { do: 'seek-by', seconds: -10 },
  l: { do: 'seek-by', seconds: 10 },
  ArrowLeft: { do: 'seek-by', seconds: -5 },
  ArrowRight: { do: 'seek-by', seconds: 5 },
  ArrowUp: { do: 'volume-by', fraction: 0.05 },
  ArrowDown: { do: 'volume-by', fraction: -0.05 },
  m: { do: 'toggle-mute' },
  f: { do: 'toggle-fullscreen' },
  i: { do: 'toggle-pip' },
  t: { do: 'toggle-theatre' },
  c: { do: 'toggle-captions' },
  '<': { do: 'speed-by', steps: -1 },
  '>': { do: 'speed-by', steps: 1 },
  Home: { do: 'seek-to', fraction: 0 },
  End: { do: 'seek-to', fraction: 1 },
  '?': { do: 'show-keys' },
}

/** The action of a key press; undefined for keys that belong to the browser or the page. */
export function keyAction(pressed: Key): KeyAction | undefined {
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey) return undefined
  if (/^[0-9]$/.test(pressed.key)) return { do: 'seek-to', fraction: Number(pressed.key) / 10 }
  const key = pressed.key.length === 1 ? pressed.key.toLowerCase() : pressed.key
  return SIMPLE[key]
}

/** What kind of element has the focus, as far as keys care. */
export type FocusKind = 'text' | 'slider' | 'button' | 'menu' | 'other'

/**
 * Whether a player may take a key while that kind of element is focused: typing stays typing, a focused button keeps
 * its space bar, a slider its arrows, a menu all of it.
 */
export function mayTakeKey(key: string, focused: FocusKind): boolean {
  if (focused === 'text' || focused === 'menu') return false
  if (focused === 'button') return key !== ' ' && key !== 'Enter'
  if (focused === 'slider') return !key.startsWith('Arrow') && key !== 'Home' && key !== 'End' && key !== ' '
  return true
}

/** Speeds a viewer can choose. */
export const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const

/** The next speed up or down; the ends stay. */
export function nextSpeed(current: number, steps: 1 | -1): number {
  const nearest = SPEEDS.reduce((best, speed) =>
    Math.abs(speed - current) < Math.abs(best - current) ? speed : best,
  )
  const index = SPEEDS.indexOf(nearest) + steps
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, index))] ?? 1
}
