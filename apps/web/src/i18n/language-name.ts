/** A language's name for readers of a locale; null where it is undetermined. Tags come from our API, so each is well-formed. */
export function languageName(tag: string, locale: string): string | null {
  if (tag === 'und') return null
  return new Intl.DisplayNames([locale], { type: 'language' }).of(tag) ?? tag
}
