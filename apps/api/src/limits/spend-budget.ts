import { createHash } from 'node:crypto'
import { withinTime } from '@marquee/domain/metadata'
import type { Logger } from '@marquee/service'
import type { Redis } from 'ioredis'
import { z } from 'zod'
import type { Budget } from '../schema/index.ts'

/** Length of a budget's window. It begins with the first request that is counted in it. */
const WINDOW_MS = 60_000
/** Past this a request goes on uncounted. */
const PATIENCE_MS = 200
/** After a failure nothing is counted for so long, so that an outage does not slow every request. */
const PAUSE_MS = 5_000
/** States of a connection that was there and is not. */
const LOST: readonly Redis['status'][] = ['close', 'reconnecting', 'end']

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
 * Spendings one after the other, each from its purses, in one step, so that no two read the same count. Keys are the
 * purses of all; arguments are the window, the purses' limits, and of each spending its cost, how many purses it has
 * and their places. Answers of each spending the place among its purses of the one that refused, or 0, and what was
 * spent of each; then of every purse the ms left.
 */
const SPEND = `
local spent, before, answer = {}, {}, {}
for i, key in ipairs(KEYS) do
  spent[i] = tonumber(redis.call('GET', key) or '0')
  before[i] = spent[i]
end
local at = 2 + #KEYS
while at <= #ARGV do
  local cost, count, refused = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), 0
  for n = 1, count do
    local i = tonumber(ARGV[at + 1 + n])
    if refused == 0 and spent[i] + cost > tonumber(ARGV[1 + i]) then refused = n end
  end
  answer[#answer + 1] = refused
  for n = 1, count do
    local i = tonumber(ARGV[at + 1 + n])
    if refused == 0 then spent[i] = spent[i] + cost end
    answer[#answer + 1] = spent[i]
  end
  at = at + 2 + count
end
for i, key in ipairs(KEYS) do
  local added = spent[i] - before[i]
  if added > 0 and redis.call('INCRBY', key, added) == added then redis.call('PEXPIRE', key, ARGV[1]) end
  answer[#answer + 1] = redis.call('PTTL', key)
end
return answer`

/** The name under which Redis keeps the script once it has run. */
const SPEND_SHA = createHash('sha1').update(SPEND).digest('hex')

const UNCOUNTED: Spending = { allowed: true, budget: null }

interface Asked {
  readonly purses: readonly Purse[]
  readonly cost: number
  settle(spending: Spending): void
}

/**
 * Budgets in Redis, which all API instances share. What is spent in one turn of the event loop is written in one step.
 * Where Redis does not answer, requests pass uncounted: a lost cache must not lock everyone out.
 */
export function createBudgets(redis: Redis, logger: Logger, patienceMs = PATIENCE_MS): SpendBudget {
  let pausedUntil = 0
  let waiting: Asked[] = []

  async function settleAll(): Promise<void> {
    const asked = waiting
    waiting = []
    const spendings = await spendAll(asked)
    asked.forEach(({ settle }, index) => {
      settle(spendings?.[index] ?? UNCOUNTED)
    })
  }

  async function spendAll(asked: readonly Asked[]): Promise<readonly Spending[] | undefined> {
    const purses = new Map(asked.flatMap((one) => one.purses.map((purse) => [purse.key, purse])))
    try {
      return readReply(asked, purses, await withinTime(spend(redis, asked, purses), patienceMs))
    } catch (err) {
      pausedUntil = Date.now() + PAUSE_MS
      logger.warn({ err }, 'requests are not counted: Redis does not answer')
      return undefined
    }
  }

  return async (purses, cost) => {
    const away = LOST.includes(redis.status) || Date.now() < pausedUntil
    if (purses.length === 0 || away) return UNCOUNTED
    return new Promise((settle) => {
      waiting.push({ purses, cost, settle })
      if (waiting.length === 1) setImmediate(() => void settleAll())
    })
  }
}

type Purses = ReadonlyMap<string, Purse>

async function spend(redis: Redis, asked: readonly Asked[], purses: Purses): Promise<unknown> {
  const keys = [...purses.keys()]
  const places = new Map(keys.map((key, index) => [key, index + 1]))
  const spendings = asked.flatMap((one) => [
    one.cost,
    one.purses.length,
    ...one.purses.map(({ key }) => places.get(key) ?? 0),
  ])
  const limits = [...purses.values()].map(({ limit }) => limit)
  const values = [...keys, WINDOW_MS, ...limits, ...spendings]
  try {
    return await redis.evalsha(SPEND_SHA, keys.length, ...values)
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
    return redis.eval(SPEND, keys.length, ...values)
  }
}

const replyShape = z.array(z.number())

function readReply(asked: readonly Asked[], purses: Purses, reply: unknown): readonly Spending[] {
  const numbers = replyShape.parse(reply)
  const leftMs = numbers.slice(-purses.size)
  const now = Date.now()
  const resets = new Map([...purses.keys()].map((key, index) => [key, resetAfter(leftMs[index] ?? 0, now)]))
  let at = 0
  return asked.map((one) => {
    const [refused = 0, ...spent] = numbers.slice(at, at + 1 + one.purses.length)
    at += 1 + one.purses.length
    const budgets = one.purses.map(({ key, limit }, index) => ({
      limit,
      remaining: Math.max(limit - (spent[index] ?? 0), 0),
      resetAt: resets.get(key) ?? resetAfter(0, now),
    }))
    return { allowed: refused === 0, budget: budgets[refused - 1] ?? tightest(budgets) }
  })
}

/** A purse of which nothing is spent has no time yet. */
function resetAfter(leftMs: number, now: number): Date {
  return new Date(now + (leftMs > 0 ? leftMs : WINDOW_MS))
}

function tightest(budgets: readonly Budget[]): Budget | null {
  return budgets.reduce<Budget | null>(
    (least, one) => (least && least.remaining <= one.remaining ? least : one),
    null,
  )
}
