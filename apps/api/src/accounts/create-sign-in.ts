import type { Database, IdSource } from '@marquee/domain'
import {
  type AccountRow,
  confirmAddress,
  ensureAccount,
  noteSeen,
  SIGN_IN_MODELS,
  type SignInUser,
  shouldNoteSeen,
  signInTables,
} from '@marquee/domain/accounts'
import { guardRedis, type Metadata } from '@marquee/domain/metadata'
import type { Logger } from '@marquee/service'
import { APIError } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { bearer } from 'better-auth/plugins/bearer'
import type { Redis } from 'ioredis'
import type { Viewer } from '../schema/index.ts'
import { answerAlike } from './answer-alike.ts'
import { type CountRequest, createRequestCounter } from './count-requests.ts'
import { refuseChange } from './guard-change.ts'
import { CLIENT_ADDRESS_HEADER, callerOf, guardRequests, settleSignIn } from './guard-requests.ts'
import { judgeName } from './judge-name.ts'
import { type AttemptLimits, createAttemptLimits } from './limit-attempts.ts'
import { isDemoAddress } from './list-demo-accounts.ts'
import { type AccountMails, createAccountMails } from './mail/account-mails.ts'
import { MAIL_SECONDS } from './mail/mail-life.ts'
import type { Mailer } from './mail/mailer.ts'
import { MAILBOX_PATH, serveMailbox } from './mail/serve-mailbox.ts'
import { askOnceMore, nameOutage } from './name-outage.ts'
import { closedPath, isOpen } from './open-paths.ts'

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
  /** Whether the accounts of the demo are anybody's, or nobody's. */
  readonly demo: boolean
  readonly metadata: Pick<Metadata, 'accounts'>
  /** Where attempts are counted. */
  readonly cache: Redis
  readonly mailer: Mailer
  /** Told whose sessions were ended. */
  sessionsEnded(authUserId: string): void
  /** Whether mails are kept here, and shown, instead of sent. */
  readonly localMailbox: boolean
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
  const guard = guardRedis(cache, {
    onFailure: (err) =>
      logger.warn({ err }, 'sign-in attempts are counted by this instance alone: Redis does not answer'),
  })
  const counter = createRequestCounter(cache, guard)
  const limits = createAttemptLimits(cache, counter, guard)
  const mails = createAccountMails(settings.mailer, publicUrl)
  const guarded = { database, demo, limits, mails }
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
      additionalFields: {
        lastSeenAt: { type: 'date', required: true, input: false, defaultValue: () => new Date() },
      },
    },
    emailAndPassword: passwords({ database, mails, limits }),
    emailVerification: confirmation({ database, ids, mails }),
    plugins: [bearer()],
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            const { data } = judgeName(user)
            return { data: { ...data, emailVerified: demo && isDemoAddress(user.email) } }
          },
          // Everybody else gets theirs once they have confirmed their address: channels are public.
          after: async (user) => void (user.emailVerified && (await ensureAccount(database, ids, user))),
        },
        update: { before: async (change) => judgeName(change) },
      },
      session: { delete: { after: async ({ userId }) => settings.sessionsEnded(userId) } },
    },
    hooks: { before: guardRequests(guarded), after: settleSignIn(guarded) },
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
    // Else what is no refusal would be printed as it is, and answered with nothing.
    onAPIError: { throw: true },
    // Its «errors» are mostly callers' (a foreign origin, a wrong password), so they are our warnings.
    logger: { level: 'warn', log: (_, message) => settings.logger.warn({ from: 'sign-in' }, message) },
  })

  const noteUse = async (session: { id: string; lastSeenAt: Date }): Promise<void> => {
    const now = new Date()
    if (!shouldNoteSeen(session.lastSeenAt, now)) return
    await noteSeen(database, session.id, now).catch((err: unknown) =>
      logger.debug({ err }, 'when a session was seen was not noted'),
    )
  }

  /** Whether somebody is signed in is asked of PostgreSQL each time; who they are changes seldom, and is announced. */
  const accountOf = async (user: SignInUser): Promise<AccountRow> => {
    const [account] = await settings.metadata.accounts([{ id: user.id }])
    return account ?? ensureAccount(database, ids, user)
  }

  const answerOpen = (request: Request): Promise<Response> =>
    nameOutage(settings, async () => {
      const refused = await refuseChange(request, limits, (headers) => auth.api.getSession({ headers }))
      return refused ?? answerAlike(request, auth.handler)
    })

  return {
    async handle(request) {
      const { pathname } = new URL(request.url)
      if (pathname === MAILBOX_PATH) return serveMailbox(settings, callerOf(request.headers))
      return isOpen(request.method, pathname) ? answerOpen(request) : closedPath()
    },
    async viewerOf(headers) {
      if (!headers.has('cookie') && !headers.has('authorization')) return null
      const found = await askOnceMore(database, () => auth.api.getSession({ headers }))
      if (!found || (!demo && isDemoAddress(found.user.email))) return null
      const [account] = await Promise.all([accountOf(found.user), noteUse(found.session)])
      return toViewer(account, found)
    },
  }
}

/** Signing in by password, and choosing another where it is forgotten. */
function passwords(parts: { database: Database; mails: AccountMails; limits: AttemptLimits }) {
  const { database, mails, limits } = parts
  return {
    enabled: true,
    minPasswordLength: 8,
    maxPasswordLength: 128,
    requireEmailVerification: true,
    resetPasswordTokenExpiresIn: MAIL_SECONDS.reset,
    revokeSessionsOnPasswordReset: true,
    sendResetPassword: async ({ user, token }: { user: User; token: string }, request?: Request) =>
      mails.reset(user, token, request),
    onExistingUserSignUp: async ({ user }: { user: User }, request?: Request) => mails.exists(user, request),
    onPasswordReset: async ({ user }: { user: User }, request?: Request) => {
      await confirmAddress(database, user.id)
      // Who guessed until they gave up gets in with what they have chosen now.
      await limits.succeeded({ email: user.email, address: callerOf(request?.headers) })
      mails.changed(user, request)
    },
  }
}

/** The check that an address is its account's. It signs nobody in: the password at the address may be a stranger's. */
function confirmation(parts: { database: Database; ids: IdSource; mails: AccountMails }) {
  const { database, ids, mails } = parts
  return {
    expiresIn: MAIL_SECONDS.confirm,
    sendOnSignIn: true,
    sendVerificationEmail: async ({ user, token }: { user: User; token: string }, request?: Request) =>
      mails.confirm(user, token, request),
    beforeEmailVerification: async (user: User, request?: Request) => {
      const { searchParams } = new URL(request?.url ?? 'marquee:none')
      if (searchParams.get('account') !== user.id)
        throw new APIError('BAD_REQUEST', { code: 'INVALID_TOKEN', message: 'Invalid token' })
    },
    afterEmailVerification: async (user: User) => void (await ensureAccount(database, ids, user)),
  }
}

/** What the library tells its callbacks of a person. */
interface User {
  id: string
  name: string
  email: string
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
    customRules: {
      '/sign-in/email': perMinute(60),
      '/sign-up/email': perMinute(60),
      '/change-password': perMinute(60),
      '/request-password-reset': perMinute(60),
      '/send-verification-email': perMinute(60),
    },
  }
}

function toViewer(
  { id, publicId, name, role, authUserId }: AccountRow,
  { user, session }: { user: { email: string }; session: { id: string } },
): Viewer {
  return { accountId: id, publicId, name, email: user.email, role, session: { id: session.id, authUserId } }
}
