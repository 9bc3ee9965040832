/**
 * Languages of the house, each in its own name. `rtl` ones are read from right to left. A `hidden` one is for those who
 * build the pages: it is reached by its cookie alone.
 */
export const LOCALES = [
  { code: 'en', name: 'English', rtl: false, hidden: false },
  { code: 'de', name: 'Deutsch', rtl: false, hidden: false },
  { code: 'es', name: 'Español', rtl: false, hidden: false },
  { code: 'ja', name: '日本語', rtl: false, hidden: false },
  { code: 'ko', name: '한국어', rtl: false, hidden: false },
  { code: 'ar', name: 'العربية', rtl: true, hidden: false },
  { code: 'en-XA', name: '[Þšéúðó]', rtl: false, hidden: true },
] as const

export type LocaleCode = (typeof LOCALES)[number]['code']

export const DEFAULT_LOCALE: LocaleCode = 'en'
export const LOCALE_COOKIE = 'mq-locale'

/** The entry of a code, or of the default language. */
export function localeOf(code: string | undefined): (typeof LOCALES)[number] {
  return LOCALES.find((locale) => locale.code === code) ?? LOCALES[0]
}

/**
 * The language for a reader: their cookie, else the best of their Accept-Language, else the default.
 * «pt-BR, es;q=0.8» gives `es` where there is no Portuguese.
 */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): LocaleCode {
  const known = LOCALES.find((locale) => locale.code === cookie)
  if (known) return known.code
  const wishes = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const weight = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='))
      return { tag: tag.toLowerCase(), weight: weight ? Number(weight.slice(2)) || 0 : 1 }
    })
    .filter((wish) => wish.weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { tag } of wishes) {
    const found = LOCALES.find(({ code, hidden }) => !hidden && (code === tag || tag.startsWith(`${code}-`)))
    if (found) return found.code
  }
  return DEFAULT_LOCALE
}
