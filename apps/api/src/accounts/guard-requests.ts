import type { Database } from '@marquee/domain'
import { dropUnconfirmedSignUp } from '@marquee/domain/accounts'
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api'
import { z } from 'zod'
import { WRONG_PASSWORD } from './answer-alike.ts'
import type { Attempt, AttemptLimits, Target } from './limit-attempts.ts'
import { isDemoAddress, isDemoPassword } from './list-demo-accounts.ts'
import type { AccountMails } from './mail/account-mails.ts'

/** The header in which server/ passes the caller's address, so that no caller can choose its own. */
export const CLIENT_ADDRESS_HEADER = 'x-marquee-client-address'

export interface GuardSettings {
  readonly database: Database
  /** Where it is off, accounts that an earlier demo has left are nobody's: all the world knows their password. */
  readonly demo: boolean
  readonly limits: AttemptLimits
  readonly mails: AccountMails
}

const SIGN_IN = '/sign-in/email'
const SIGN_UP = '/sign-up/email'
export const CHANGE_PASSWORD = '/change-password'

/** What each path attempts at the account that its body names. */
const ATTEMPTS: Readonly<Record<string, Attempt>> = {
  [SIGN_IN]: 'password',
  [SIGN_UP]: 'mail',
  '/request-password-reset': 'mail',
  '/send-verification-email': 'mail',
}

/** Before the library sees a request: counts it, and refuses what no password may open. */
export function guardRequests({ database, demo, limits }: GuardSettings) {
  return createAuthMiddleware(async ({ path, body, headers }) => {
    const attempt = ATTEMPTS[path]
    const target = targetOf(body, headers)
    if (!attempt || !target) return
    if (isDemoAddress(target.email)) {
      if (path === SIGN_UP) return signUpToDemo(database, demo, target.email, body)
      // Everybody knows the password: there is nothing to guess, and many to sign in at once.
      if (demo) return
      if (path === SIGN_IN) throw new APIError('UNAUTHORIZED', WRONG_PASSWORD)
    }
    await limits.admit(attempt, target)
    if (path === SIGN_UP) await dropUnconfirmedSignUp(database, target.email)
  })
}

const chosen = z.object({ password: z.string() })

/** Its addresses are the demo's alone: who had one with a password of their own would be given its role by the next start. */
async function signUpToDemo(database: Database, demo: boolean, email: string, body: unknown): Promise<void> {
  const { data } = chosen.safeParse(body)
  if (!demo || !data || !isDemoPassword(email, data.password))
    throw new APIError('BAD_REQUEST', { code: 'INVALID_EMAIL', message: 'This address belongs to the demo.' })
  await dropUnconfirmedSignUp(database, email)
}

/** After the library has answered: a right password ends the counting of wrong ones, and a new one is told of. */
export function settleSignIn({ limits, mails }: GuardSettings) {
  return createAuthMiddleware(async ({ path, body, headers, context, request }) => {
    if (path === CHANGE_PASSWORD && context.session && !isAPIError(context.returned)) {
      const { user } = context.session
      await limits.succeeded({ email: user.email, address: callerOf(headers) })
      mails.replaced(user, request)
    }
    if (path !== SIGN_IN) return
    const target = context.newSession ? targetOf(body, headers) : null
    if (target) await limits.succeeded(target)
  })
}

/** Who calls, as server/ has found. */
export function callerOf(headers: Headers | undefined): string {
  return headers?.get(CLIENT_ADDRESS_HEADER) ?? ''
}

const named = z.object({ email: z.string() })

/** Null where the body names no account: the library refuses it by itself. */
function targetOf(body: unknown, headers: Headers | undefined): Target | null {
  const parsed = named.safeParse(body)
  return parsed.success ? { email: parsed.data.email.trim(), address: callerOf(headers) } : null
}
