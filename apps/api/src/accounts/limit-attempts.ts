import { createHash } from 'node:crypto'
import type { RedisGuard } from '@marquee/domain/metadata'
import { networkOf } from '@marquee/service'
import { APIError } from 'better-auth/api'
import type { Redis } from 'ioredis'
import type { CountRule, RequestCounter } from './count-requests.ts'

const MINUTES = 60
const HOURS = 3_600
const DAYS = 86_400

/** What is attempted: a password, or having a mail sent. */
export type Attempt = 'password' | 'mail'

/**
 * `here` counts an account from one network; `anywhere` counts it from all networks that have not signed in to it
 * before: a botnet gets 100 guesses an hour, the limit of NIST SP 800-63B (5.2.2), and its owner still gets in from home.
 */
export const ATTEMPT_RULES: Readonly<Record<Attempt, Readonly<Record<'here' | 'anywhere', CountRule>>>> = {
  password: {
    here: { max: 10, window: 15 * MINUTES },
    anywhere: { max: 100, window: HOURS },
  },
  mail: {
    here: { max: 5, window: 15 * MINUTES },
    anywhere: { max: 20, window: HOURS },
  },
}

/** How long a network stays known to an account after its last sign-in. */
const KNOWN_SECONDS = 90 * DAYS

/** Whom an attempt is at, and from where. That there is such an account is not asked: strangers count alike. */
export interface Target {
  readonly email: string
  readonly address: string
}

export interface AttemptLimits {
  /**
   * Counts before anything is checked, so that guesses at the same time cannot all find room.
   * @throws APIError 429 with `Retry-After` where there were too many
   */
  admit(attempt: Attempt, target: Target): Promise<void>
  /** The password was right: its guesses are forgotten, and the network is known from now on. */
  succeeded(target: Target): Promise<void>
}

/** Limits by account and network together, so that nobody can lock the owner of an account out from elsewhere. */
export function createAttemptLimits(redis: Redis, counter: RequestCounter, guard: RedisGuard): AttemptLimits {
  /** Where that is not to be had, nobody is refused for it. */
  const isKnown = async (account: string, network: string) =>
    (await guard.attempt(() => redis.sismember(knownKey(account), network))) !== 0
  return {
    async admit(attempt, target) {
      const { account, network } = namesOf(target)
      const { here, anywhere } = ATTEMPT_RULES[attempt]
      refuseAbove(await counter.count(`${attempt}:${account}:${network}`, here))
      if (await isKnown(account, network)) return
      refuseAbove(await counter.count(`${attempt}:${account}`, anywhere))
    },
    async succeeded(target) {
      const { account, network } = namesOf(target)
      await counter.forget(`password:${account}:${network}`)
      await guard.attempt(() =>
        redis.multi().sadd(knownKey(account), network).expire(knownKey(account), KNOWN_SECONDS).exec(),
      )
    },
  }
}

/** What everybody is answered beyond a limit, right password or not. */
export const TOO_MANY_ATTEMPTS = {
  code: 'TOO_MANY_ATTEMPTS',
  message: 'Too many attempts. Wait a while, then try again.',
} as const

/** An address of e-mail is personal and may be long: Redis sees its digest. */
function namesOf({ email, address }: Target): { account: string; network: string } {
  const account = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url')
  return { account, network: networkOf(address) }
}

function knownKey(account: string): string {
  return `sign-in:known:${account}`
}

function refuseAbove({ allowed, retryAfter }: { allowed: boolean; retryAfter: number | null }): void {
  if (allowed) return
  throw new APIError('TOO_MANY_REQUESTS', TOO_MANY_ATTEMPTS, { 'retry-after': String(retryAfter ?? 60) })
}
