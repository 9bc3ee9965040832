import { APIError, createAuthMiddleware } from 'better-auth/api'
import { z } from 'zod'
import type { Attempt, AttemptLimits, Target } from './limit-attempts.ts'
import { isDemoAddress } from './list-demo-accounts.ts'

/** The header in which server/ passes the caller's address, so that no caller can choose its own. */
export const CLIENT_ADDRESS_HEADER = 'x-marquee-client-address'

export interface GuardSettings {
  /** Where it is off, accounts that an earlier demo has left are nobody's: all the world knows their password. */
  readonly demo: boolean
  readonly limits: AttemptLimits
}

/** As the library itself says it. */
const WRONG_PASSWORD = { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' }

/** What each path attempts at the account that its body names. */
const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  '/sign-in/email': 'password',
}

/** Before the library sees a request: counts it, and refuses what no password may open. */
export function guardRequests({ demo, limits }: GuardSettings) {
  return createAuthMiddleware(async ({ path, body, headers }) => {
    const attempt = ATTEMPTS[path]
    const target = targetOf(body, headers)
    if (!attempt || !target) return
    if (isDemoAddress(target.email)) {
      // Everybody knows the password: there is nothing to guess, and many to sign in at once.
      if (demo) return
      if (attempt === 'password') throw new APIError('UNAUTHORIZED', WRONG_PASSWORD)
    }
    await limits.admit(attempt, target)
  })
}

/** After the library has answered. */
export function noteSuccess({ limits }: GuardSettings) {
  return createAuthMiddleware(async ({ path, body, headers, context }) => {
    const target = path === '/sign-in/email' && context.newSession ? targetOf(body, headers) : null
    if (target) await limits.succeeded(target)
  })
}

const named = z.object({ email: z.string() })

/** Null where the body names no account: the library refuses it by itself. */
function targetOf(body: unknown, headers: Headers | undefined): Target | null {
  const parsed = named.safeParse(body)
  if (!parsed.success) return null
  return { email: parsed.data.email.trim(), address: headers?.get(CLIENT_ADDRESS_HEADER) ?? '' }
}
