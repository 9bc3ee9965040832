/** What a viewer reads along with, whatever the film. */
export type CaptionPreference = {
  on: boolean
  /** BCP 47: the last one that was read; null for a newcomer. */
  language: string | null
}

export const NO_CAPTIONS: CaptionPreference = { on: false, language: null }

/** The preference from the text that was kept: a language, with a `-` before it where captions are off. */
export function parseCaptionPreference(text: string | null): CaptionPreference {
  const [, off, language] = /^(-?)([A-Za-z0-9]{2,8}(?:-[A-Za-z0-9]{1,8})*)$/.exec(text ?? '') ?? []
  return language ? { on: off === '', language } : NO_CAPTIONS
}

export function writeCaptionPreference({ on, language }: CaptionPreference): string {
  return language === null ? '' : `${on ? '' : '-'}${language}`
}

/** The language of a film that comes nearest to one that is wanted: the same, or another form of it; null for none. */
export function nearestLanguage(wanted: string, offered: readonly string[]): string | null {
  const primary = (tag: string) => tag.split('-', 1)[0]?.toLowerCase()
  const same = offered.find((tag) => tag.toLowerCase() === wanted.toLowerCase())
  return same ?? offered.find((tag) => primary(tag) === primary(wanted)) ?? null
}

/** What a film's captions are shown in; null where they are off, or where it has none in that language. */
export function shownLanguage(
  { on, language }: CaptionPreference,
  offered: readonly string[],
): string | null {
  return on && language !== null ? nearestLanguage(language, offered) : null
}

/** Captions off where they are shown; else on: in the language read last, the reader's own, or the first that there is. */
export function toggleCaptions(
  preference: CaptionPreference,
  offered: readonly string[],
  own: string,
): CaptionPreference {
  if (shownLanguage(preference, offered) !== null) return { ...preference, on: false }
  const last = preference.language === null ? null : nearestLanguage(preference.language, offered)
  const language = last ?? nearestLanguage(own, offered) ?? offered[0]
  return language === undefined ? preference : { on: true, language }
}
