import type { WebCaptionFragment } from '@marquee/schema/graphql'
import { languageName } from '../../../i18n/language-name.ts'

/** Captions that can be shown, with what a reader knows them by. */
export type NamedCaption = { language: string; name: string; url: string }

/** @param unknown what stands for a language that the file did not say */
export function nameCaptions(
  captions: readonly WebCaptionFragment[],
  locale: string,
  unknown: string,
): NamedCaption[] {
  return captions.flatMap(({ language, label, url }) =>
    url ? [{ language, url, name: label || languageName(language, locale) || unknown }] : [],
  )
}
