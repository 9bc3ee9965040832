const PAGES = new Set(['watch', 'channels', 'studio', 'operator', 'sign-in', 'sign-up', 'settings'])

/** The few names that requests are counted by: a page without what it shows, the API, and files of the build. */
export function routeOf(path: string): string {
  const [, first = '', second] = path.split('/')
  if (first === '') return '/'
  if (path === '/graphql') return '/graphql'
  if (first === 'api' && second === 'auth') return '/api/auth'
  if (first === '_next') return '/_next'
  if (first.startsWith('@')) return '/channels'
  return PAGES.has(first) ? `/${first}` : 'other'
}
