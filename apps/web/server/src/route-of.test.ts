import { expect, it } from 'vitest'
import { routeOf } from './route-of.ts'

it.each([
  ['/', '/'],
  ['/watch/k3jd82jd8sk', '/watch'],
  ['/@ada', '/channels'],
  ['/studio/videos/1', '/studio'],
  ['/_next/static/x.js', '/_next'],
  ['/graphql', '/graphql'],
  ['/api/auth/sign-in/email', '/api/auth'],
  ['/wp-login.php', 'other'],
])('routeOf names %s %s', (path, route) => {
  expect(routeOf(path)).toBe(route)
})
