/** BCP 47 for «undetermined». */
export const UNKNOWN_LANGUAGE = 'und'

/** Longer than any tag of use: `zh-Hant-HK`, `ca-ES-valencia`. */
const MAX_LENGTH = 35

/**
 * A language's tag in its canonical spelling (BCP 47; RFC 5646 §4.5): `pt-br` is `pt-BR`, and the three letters that containers
 * have, `ger`, are `de`. Null for what is none.
 */
export function captionLanguage(text: string): string | null {
  if (text.length > MAX_LENGTH) return null
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
