export type Theme = 'system' | 'dark' | 'light'

export const THEME_COOKIE = 'mq-theme'
const YEAR_S = 365 * 24 * 3600

/** The theme of a cookie's value; anything unknown is the device's own. */
export function readTheme(value: string | undefined): Theme {
  return value === 'dark' || value === 'light' ? value : 'system'
}

/** A preference cookie that this page's own script may set: not secret, kept for a year. */
export function preferenceCookie(name: string, value: string, secure: boolean): string {
  return `${name}=${value}; path=/; max-age=${YEAR_S}; samesite=lax${secure ? '; secure' : ''}`
}
