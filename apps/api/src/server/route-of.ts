/** The few names that requests are counted by. */
export function routeOf(path: string): string {
  if (path === '/graphql') return '/graphql'
  if (path.startsWith('/operator/queues')) return '/operator/queues'
  return path.startsWith('/api/auth/') ? '/api/auth' : 'other'
}
