import '@marquee/ui/styles.css'
import './page.css'
import { ToastRegion } from '@marquee/ui'
import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getMessages, getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { UploadDock } from '../features/uploads/upload-dock.tsx'
import { UploadQueueProvider } from '../features/uploads/upload-queue-provider.tsx'
import { localeOf } from '../i18n/locales.ts'
import { Header } from '../shell/header.tsx'
import { readTheme, THEME_COOKIE } from '../shell/theme.ts'

const display = localFont({
  src: '../../../../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2',
  variable: '--mq-face-display',
  weight: '200 800',
  display: 'swap',
})

export const viewport: Viewport = {
  colorScheme: 'dark light',
  themeColor: [
    { media: '(prefers-color-scheme: dark)', color: '#0f0c0a' },
    { media: '(prefers-color-scheme: light)', color: '#fbfaf8' },
  ],
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('site')
  return {
    title: { default: t('name'), template: `%s · ${t('name')}` },
    description: t('description'),
    applicationName: t('name'),
    appleWebApp: { title: t('name'), statusBarStyle: 'black-translucent' },
  }
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = localeOf(await getLocale())
  const theme = readTheme((await cookies()).get(THEME_COOKIE)?.value)
  const t = await getTranslations('shell')
  // Pages made on the server translate there; only what runs in the browser carries its words along.
  const { shell, videos, failures, error } = await getMessages()
  return (
    <html
      lang={locale.code}
      dir={locale.rtl ? 'rtl' : 'ltr'}
      data-theme={theme === 'system' ? undefined : theme}
      className={display.variable}
      suppressHydrationWarning
    >
      <body>
        <a className="skip" href="#content">
          {t('skip')}
        </a>
        <NextIntlClientProvider messages={{ shell, videos, failures, error }}>
          <ToastRegion label={t('notices')} closeLabel={t('close')}>
            <UploadQueueProvider>
              <Header theme={theme} locale={locale.code} />
              <main id="content" tabIndex={-1}>
                {children}
              </main>
              <UploadDock />
            </UploadQueueProvider>
          </ToastRegion>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
