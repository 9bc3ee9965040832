import { errorMessage } from '@marquee/media'
import { APIError, isAPIError } from 'better-auth/api'
import { CHANGE_PASSWORD, callerOf } from './guard-requests.ts'
import type { AttemptLimits } from './limit-attempts.ts'
import { isDemoAddress } from './list-demo-accounts.ts'

/** Who is signed in, by cookie or bearer token. */
export type FindSession = (headers: Headers) => Promise<{ readonly user: { readonly email: string } } | null>

/**
 * Why somebody who is signed in may not try to change their password, or null where they may: the old one is guessed at
 * like any other, and that of the demo's accounts stays what everybody knows. Before the library's own hooks, which do
 * not see who a bearer token belongs to.
 */
export async function refuseChange(
  request: Request,
  limits: AttemptLimits,
  findSession: FindSession,
): Promise<Response | null> {
  if (!new URL(request.url).pathname.endsWith(CHANGE_PASSWORD)) return null
  const session = await findSession(request.headers)
  if (!session) return null
  const { email } = session.user
  try {
    if (isDemoAddress(email))
      throw new APIError('FORBIDDEN', { code: 'DEMO_ACCOUNT', message: errorMessage('DEMO_ACCOUNT') })
    await limits.admit('password', { email, address: callerOf(request.headers) })
    return null
  } catch (error) {
    if (!isAPIError(error)) throw error
    return Response.json(error.body, { status: error.statusCode, headers: new Headers(error.headers) })
  }
}
