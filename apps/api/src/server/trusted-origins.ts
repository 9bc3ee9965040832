const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]']

/**
 * Origins whose pages may send cookies: those of the public URLs, and for one on this machine its other names,
 * because people type either.
 */
export function trustedOrigins(publicUrls: readonly string[]): string[] {
  return [...new Set(publicUrls.flatMap(namesOf))]
}

function namesOf(url: string): string[] {
  const { protocol, hostname, port, origin } = new URL(url)
  if (!LOOPBACK_NAMES.includes(hostname)) return [origin]
  return LOOPBACK_NAMES.map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`)
}
