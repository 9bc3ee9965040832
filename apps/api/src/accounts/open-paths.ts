/**
 * What of the sign-in library Marquee uses, below /api/auth. It has two dozen more, by which an address, a name or an
 * account can be changed or deleted, and sessions ended without word of it: they are closed.
 */
export const OPEN_PATHS: Readonly<Record<string, 'GET' | 'POST'>> = {
  '/sign-up/email': 'POST',
  '/sign-in/email': 'POST',
  '/sign-out': 'POST',
  '/verify-email': 'GET',
  '/send-verification-email': 'POST',
  '/request-password-reset': 'POST',
  '/reset-password': 'POST',
  '/change-password': 'POST',
}

const BASE = '/api/auth'

/** Whether a request may reach the sign-in library. */
export function isOpen(method: string, pathname: string): boolean {
  const path = pathname.startsWith(BASE) ? pathname.slice(BASE.length) : ''
  return Object.hasOwn(OPEN_PATHS, path) && OPEN_PATHS[path] === method
}

/** As for a path that never was. */
export function closedPath(): Response {
  return Response.json({ code: 'NOT_FOUND', message: 'There is nothing here.' }, { status: 404 })
}
