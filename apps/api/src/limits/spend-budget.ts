import { createHash } from 'node:crypto'
import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { Budget } from '../schema/index.ts'

/** Length of a budget's window. It begins with the first request that is counted in it. */
const WINDOW_MS = 60_000
/** Past this a request goes on uncounted. */
const PATIENCE_MS = 1_000
/** After a failure nothing is counted for so long, so that an outage does not slow every request. */
const PAUSE_MS = 5_000

/** Something that points are counted of, and how many it has in a window. */
export interface Purse {
  readonly key: string
  readonly limit: number
}

export interface Spending {
  readonly allowed: boolean
  /** Of the purse that has least left, after this spending; null while nothing is counted. */
  readonly budget: Budget | null
}

/** Takes `cost` from every purse, or, where one has too little left, from none. Never fails. */
export type SpendBudget = (purses: readonly Purse[], cost: number) => Promise<Spending>

/**
 * All purses in one step, so that requests at once cannot read the same count. Answers the place of the purse that
 * refused, or 0, then of each purse what was spent and the ms left.
 */
const SPEND = `
local cost, window = tonumber(ARGV[1]), ARGV[2]
local refused = 0
for i, key in ipairs(KEYS) do
  local spent = tonumber(redis.call('GET', key) or '0')
  if refused == 0 and spent + cost > tonumber(ARGV[2 + i]) then refused = i end
end
local answer = { refused }
for _, key in ipairs(KEYS) do
  if refused == 0 and redis.call('INCRBY', key, cost) == cost then redis.call('PEXPIRE', key, window) end
  answer[#answer + 1] = tonumber(redis.call('GET', key) or '0')
  answer[#answer + 1] = redis.call('PTTL', key)
end
return answer`

/** The name under which Redis keeps the script once it has run. */
const SPEND_SHA = createHash('sha1').update(SPEND).digest('hex')

const UNCOUNTED: Spending = { allowed: true, budget: null }

/**
 * Budgets in Redis, which all API instances share. Where Redis does not answer, requests pass uncounted: a lost cache
 * must not lock everyone out.
 */
export function createBudgets(redis: Redis, logger: Logger): SpendBudget {
  let pausedUntil = 0
  return async (purses, cost) => {
    if (purses.length === 0 || Date.now() < pausedUntil) return UNCOUNTED
    try {
      return readReply(purses, await withinPatience(spend(redis, purses, cost)))
    } catch (err) {
      pausedUntil = Date.now() + PAUSE_MS
      logger.warn({ err }, 'requests are not counted: Redis does not answer')
      return UNCOUNTED
    }
  }
}

async function spend(redis: Redis, purses: readonly Purse[], cost: number): Promise<unknown> {
  const values = [...purses.map(({ key }) => key), cost, WINDOW_MS, ...purses.map(({ limit }) => limit)]
  try {
    return await redis.evalsha(SPEND_SHA, purses.length, ...values)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return redis.eval(SPEND, purses.length, ...values)
  }
}

async function withinPatience<Value>(promise: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => reject(new Error(`No answer within ${PATIENCE_MS} ms`))
    // One turn later, so that a reply which has arrived is read first: a busy program must not stop counting.
    timer = setTimeout(() => setImmediate(giveUp), PATIENCE_MS)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

const replyShape = z.array(z.number())

function readReply(purses: readonly Purse[], reply: unknown): Spending {
  const [refused = 0, ...counts] = replyShape.parse(reply)
  const budgets = purses.map(({ limit }, index) => {
    const [spent = 0, leftMs = 0] = counts.slice(2 * index)
    return {
      limit,
      remaining: Math.max(limit - spent, 0),
      resetAt: new Date(Date.now() + (leftMs > 0 ? leftMs : WINDOW_MS)),
    }
  })
  const [first = null] = budgets
  const tightest = budgets.reduce(
    (least, one) => (least && least.remaining <= one.remaining ? least : one),
    first,
  )
  return { allowed: refused === 0, budget: refused === 0 ? tightest : (budgets[refused - 1] ?? tightest) }
}
