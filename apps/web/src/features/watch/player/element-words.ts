/** Says a message of `player`. */
export type PlayerWords = (key: keyof typeof KEYS | 'timeOf', values?: Record<string, string>) => string

/** Our message for each of Media Chrome's own keys (4.19, lang/en.js); it asks with either case. */
const KEYS = {
  label: ['video player'],
  play: ['play', 'Play'],
  pause: ['pause', 'Pause'],
  mute: ['mute', 'Mute'],
  unmute: ['unmute', 'Unmute'],
  volume: ['volume'],
  seek: ['seek'],
  buffering: ['media loading'],
  fullscreen: ['enter fullscreen mode', 'Enter fullscreen mode'],
  fullscreenOff: ['exit fullscreen mode', 'Exit fullscreen mode'],
  pip: ['enter picture in picture mode', 'Enter picture in picture mode'],
  pipOff: ['exit picture in picture mode', 'Exit picture in picture mode'],
  time: ['playback time'],
} as const

const UNITS = ['hour', 'minute', 'second'] as const

/** Media Chrome's dictionary in the reader's language: labels from our messages, units of time from Intl. */
export function elementWords(locale: string, words: PlayerWords): Record<string, string> {
  const dictionary: Record<string, string> = {
    '{currentTime} of {totalTime}': words('timeOf', { current: '{currentTime}', total: '{totalTime}' }),
  }
  for (const [message, keys] of Object.entries(KEYS)) {
    for (const key of keys) dictionary[key] = words(message as keyof typeof KEYS)
  }
  for (const unit of UNITS) {
    dictionary[unit] = unitName(1, unit, locale)
    dictionary[`${unit}s`] = unitName(5, unit, locale)
  }
  return dictionary
}

function unitName(value: number, unit: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).formatToParts(
    value,
  )
  return parts.find((part) => part.type === 'unit')?.value ?? unit
}
