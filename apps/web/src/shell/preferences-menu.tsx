'use client'

import { IconButton, Menu, MenuItem, MenuLine } from '@marquee/ui'
import { Check, Code, Monitor, Moon, Settings2, Sun } from '@marquee/ui/icons'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { LOCALE_COOKIE, LOCALES } from '../i18n/locales.ts'
import { preferenceCookie, THEME_COOKIE, type Theme } from './theme.ts'

const THEMES = [
  { key: 'system', icon: Monitor, words: 'themeSystem' },
  { key: 'dark', icon: Moon, words: 'themeDark' },
  { key: 'light', icon: Sun, words: 'themeLight' },
] as const

/** Colours and language: kept in cookies, so that the server draws the first frame right. */
export function PreferencesMenu({ theme: initial, locale }: { theme: Theme; locale: string }) {
  const t = useTranslations('shell')
  const router = useRouter()
  const [theme, setTheme] = useState(initial)

  const chooseTheme = (next: Theme) => {
    keep(THEME_COOKIE, next)
    if (next === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = next
    setTheme(next)
  }
  const chooseLocale = (code: string) => {
    keep(LOCALE_COOKIE, code)
    router.refresh()
  }

  const label = `${t('theme')}, ${t('language')}`
  return (
    <Menu
      trigger={(wiring) => (
        <IconButton label={label} {...wiring}>
          <Settings2 size={20} aria-hidden="true" />
        </IconButton>
      )}
    >
      {THEMES.map(({ key, icon: Icon, words }) => (
        <MenuItem
          key={key}
          checked={theme === key}
          icon={<Icon size={18} aria-hidden="true" />}
          note={theme === key ? <Check size={16} aria-hidden="true" /> : null}
          onSelect={() => chooseTheme(key)}
        >
          {t(words)}
        </MenuItem>
      ))}
      <MenuLine />
      {LOCALES.filter(({ hidden }) => !hidden).map(({ code, name }) => (
        <MenuItem
          key={code}
          checked={locale === code}
          lang={code}
          note={locale === code ? <Check size={16} aria-hidden="true" /> : null}
          onSelect={() => chooseLocale(code)}
        >
          {name}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem as={Link} href="/developers" prefetch={false} icon={<Code size={18} aria-hidden="true" />}>
        {t('developers')}
      </MenuItem>
    </Menu>
  )
}

function keep(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = preferenceCookie(name, value, window.location.protocol === 'https:')
}
