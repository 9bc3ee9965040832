import { MAIL_WORDS, type MailLanguage } from './mail-words.ts'

/** The web app's cookie of the language that a reader has chosen. */
const CHOSEN = /(?:^|;\s*)mq-locale=([a-z]{2})(?:;|$)/

/** The language to write to a person in: as the pages would choose it for their request. */
export function chooseLanguage(headers: Headers | undefined): MailLanguage {
  const chosen = CHOSEN.exec(headers?.get('cookie') ?? '')?.[1]
  // Browsers send the languages in the order of their weights.
  const wished = (headers?.get('accept-language') ?? '').split(',').map((tag) => tag.trim().slice(0, 2))
  return [chosen, ...wished].map((code) => code?.toLowerCase()).find(isLanguage) ?? 'en'
}

function isLanguage(code: string | undefined): code is MailLanguage {
  return code !== undefined && Object.hasOwn(MAIL_WORDS, code)
}
