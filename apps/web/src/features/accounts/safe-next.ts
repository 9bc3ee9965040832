/**
 * Where to go after signing in: a path on this site, or home. Other origins are refused, also as `//host`, as `/\host`,
 * and with tabs and line ends, which browsers take out before they look (URL Standard, 4.4).
 */
export function safeNext(wanted: string | string[] | undefined): string {
  return typeof wanted === 'string' && /^\/(?![/\\])\P{Cc}*$/u.test(wanted) ? wanted : '/'
}
