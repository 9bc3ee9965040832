import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { chooseLocale, DEFAULT_LOCALE, LOCALE_COOKIE } from './locales.ts'
import { mergeMessages } from './merge-messages.ts'

export default getRequestConfig(async () => {
  const locale = chooseLocale(
    (await cookies()).get(LOCALE_COOKIE)?.value,
    (await headers()).get('accept-language'),
  )
  const [{ default: english }, { default: own }] = await Promise.all([
    import(`../../messages/${DEFAULT_LOCALE}.json`),
    import(`../../messages/${locale}.json`),
  ])
  return {
    locale,
    messages: locale === DEFAULT_LOCALE ? english : mergeMessages(english, own),
    timeZone: 'UTC',
  }
})
