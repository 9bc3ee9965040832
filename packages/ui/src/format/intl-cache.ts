/**
 * Intl objects cost up to a millisecond each to make, so one is kept per locale and options.
 */
export function cached<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>()
  return (locale) => {
    const known = made.get(locale)
    if (known) return known
    const fresh = make(locale)
    made.set(locale, fresh)
    return fresh
  }
}
