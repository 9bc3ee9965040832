import { elementWords, type PlayerWords } from './element-words.ts'

/** Fetches Media Chrome's elements and has them speak the page's language from their first breath. */
export async function loadControls(locale: string, words: PlayerWords): Promise<void> {
  const { addTranslation, setLanguage } = await import('media-chrome/dist/utils/i18n.js')
  addTranslation(locale, elementWords(locale, words))
  setLanguage(locale)
  await import('./define-elements.ts')
}
