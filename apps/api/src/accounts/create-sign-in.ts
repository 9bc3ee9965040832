import type { Database, IdSource } from '@marquee/domain'
import { type AccountRow, ensureAccount, SIGN_IN_MODELS, signInTables } from '@marquee/domain/accounts'
import type { Logger } from '@marquee/service'
import { isAPIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { bearer } from 'better-auth/plugins/bearer'
import type { Redis } from 'ioredis'
import type { Viewer } from '../schema/index.ts'
import { type CountRequest, createRequestCounter } from './count-requests.ts'
import { CLIENT_ADDRESS_HEADER, guardRequests, noteSuccess } from './guard-requests.ts'
import { judgeName } from './judge-name.ts'
import { createAttemptLimits } from './limit-attempts.ts'
import { isDemoAddress } from './list-demo-accounts.ts'

/** Seconds a session lasts after its last use, and how often that is written. */
const SESSION_SECONDS = 30 * 86_400
const SESSION_RENEWAL_SECONDS = 86_400

export interface SignInSettings {
  readonly database: Database
  readonly ids: IdSource
  /** AUTH_SECRET. */
  readonly secret: string
  /** Where people sign in: PUBLIC_WEB_URL. Its scheme decides whether cookies are `Secure`. */
  readonly publicUrl: string
  /** Origins whose pages may send cookies. */
  readonly origins: readonly string[]
  /** Where it is off, accounts that an earlier demo has left are nobody's: all the world knows their password. */
  readonly demo: boolean
  /** Where attempts are counted. */
  readonly cache: Redis
  readonly logger: Logger
}

export interface SignIn {
  /** Answers everything under /api/auth/. */
  handle(request: Request): Promise<Response>
  /** Who the cookie or the bearer token of these headers belongs to. */
  viewerOf(headers: Headers): Promise<Viewer | null>
}

/** Accounts by e-mail and password; sessions as cookies for browsers and as bearer tokens for the CLI. */
export function createSignIn(settings: SignInSettings): SignIn {
  const { database, ids, publicUrl, cache, demo, logger } = settings
  const counter = createRequestCounter(cache, logger)
  const guarded = { demo, limits: createAttemptLimits(cache, counter, logger) }
  const auth = betterAuth({
    appName: 'Marquee',
    secret: settings.secret,
    baseURL: publicUrl,
    basePath: '/api/auth',
    trustedOrigins: [...settings.origins],
    database: signInTables(database),
    user: { modelName: SIGN_IN_MODELS.user },
    account: { modelName: SIGN_IN_MODELS.account },
    verification: { modelName: SIGN_IN_MODELS.verification },
    session: {
      modelName: SIGN_IN_MODELS.session,
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_RENEWAL_SECONDS,
    },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    plugins: [bearer()],
    databaseHooks: {
      user: {
        create: {
          before: async (user) => judgeName(user),
          // A crash before this leaves a person without an account; viewerOf makes it at the next request.
          after: async (user) => void (await ensureAccount(database, ids, user)),
        },
        update: { before: async (change) => judgeName(change) },
      },
    },
    hooks: { before: guardRequests(guarded), after: noteSuccess(guarded) },
    rateLimit: rateLimit(counter.count),
    advanced: {
      cookiePrefix: 'marquee',
      useSecureCookies: publicUrl.startsWith('https://'),
      // Named, because the library leaves both checks out where NODE_ENV is test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    telemetry: { enabled: false },
    onAPIError: { onError: (err) => reportFailure(settings.logger, err) },
    // Its «errors» are mostly callers' (a foreign origin, a wrong password), so they are our warnings.
    logger: { level: 'warn', log: (_, message) => settings.logger.warn({ from: 'sign-in' }, message) },
  })

  return {
    handle: (request) => auth.handler(request),
    async viewerOf(headers) {
      if (!headers.has('cookie') && !headers.has('authorization')) return null
      const session = await auth.api.getSession({ headers })
      if (!session || (!settings.demo && isDemoAddress(session.user.email))) return null
      const account = await ensureAccount(database, ids, session.user)
      return toViewer(account, session.user.email)
    },
  }
}

/**
 * A minute's limits by address alone, beside those by account (limit-attempts.ts): 60 sign-ins a minute stop a list of
 * accounts and let a classroom behind one address in.
 */
function rateLimit(countRequest: CountRequest) {
  const perMinute = (max: number) => ({ window: 60, max })
  return {
    enabled: true,
    ...perMinute(600),
    customStorage: { consume: countRequest },
    customRules: { '/sign-in/email': perMinute(60), '/sign-up/email': perMinute(60) },
  }
}

/** What the library refuses is the caller's; anything else it could not answer is ours. */
function reportFailure(logger: Logger, err: unknown): void {
  if (isAPIError(err) && err.status !== 'INTERNAL_SERVER_ERROR')
    logger.debug({ err }, 'sign-in refused a request')
  else logger.error({ err }, 'sign-in failed')
}

function toViewer(account: AccountRow, email: string): Viewer {
  return { accountId: account.id, publicId: account.publicId, name: account.name, email, role: account.role }
}
