/** The few names that requests are counted by. */
export function routeOf(path: string): string {
  if (path === '/graphql') return '/graphql'
  return path.startsWith('/api/auth/') ? '/api/auth' : 'other'
}
