import { languageName } from '../../../i18n/language-name.ts'

/** What most of the world reads, by BCP 47; whatever else a film has, it keeps. */
const TAGS =
  'ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt-BR pt-PT ro ru sk sl sr sv ta th tr uk ur vi zh-Hans zh-Hant'.split(
    ' ',
  )

export type CaptionLanguage = { tag: string; name: string }

/** In the order of the reader's alphabet. */
export function captionLanguages(locale: string): readonly CaptionLanguage[] {
  return TAGS.map((tag) => ({ tag, name: languageName(tag, locale) ?? tag })).sort((a, b) =>
    a.name.localeCompare(b.name, locale),
  )
}
