import { type Prisma, PrismaClient } from '@marquee/schema/prisma'
import { NamingPg } from './name-failures.ts'

/** A pool of connections to the primary. */
export type Database = PrismaClient

/** What a store needs: the pool, or the transaction a use-case has opened. */
export type Transaction = Prisma.TransactionClient

/** Milliseconds. Prisma's own 2 s and 5 s are passed on a small machine that encodes at the same time. */
const TRANSACTION_OPTIONS = { maxWait: 5_000, timeout: 15_000 }

/**
 * Milliseconds. A machine that vanishes ends no connection: without this, what was asked of a primary that failed over
 * waits for as long as TCP repeats itself, a quarter of an hour. Longer than any transaction may take.
 */
const ANSWER_WITHIN_MS = 20_000

export interface DatabaseOptions {
  readonly connections?: number
  /** After which a statement without an answer has failed, and its connection is given up. */
  readonly answerWithinMs?: number
  /** Told of each SQL statement as it is answered, for counting. */
  readonly onStatement?: () => void
}

/**
 * A pool of at most `connections` (10); opens them when first used.
 * Where PostgreSQL does not answer, statements fail with DatabaseUnavailable.
 */
export function createDatabase(
  url: string,
  { connections = 10, answerWithinMs = ANSWER_WITHIN_MS, onStatement }: DatabaseOptions = {},
): Database {
  const adapter = new NamingPg({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    query_timeout: answerWithinMs,
    // The other way round: what a program held whose machine vanished is let go of by the server.
    idle_in_transaction_session_timeout: answerWithinMs,
  })
  const options = { adapter, transactionOptions: TRANSACTION_OPTIONS }
  if (!onStatement) return new PrismaClient(options)
  const counted = new PrismaClient({ ...options, log: [{ emit: 'event', level: 'query' }] })
  counted.$on('query', () => onStatement())
  return counted
}

/** @throws DatabaseUnavailable where PostgreSQL does not answer */
export async function askDatabase(database: Database): Promise<void> {
  await database.$queryRaw`SELECT 1`
}

export async function closeDatabase(database: Database): Promise<void> {
  await database.$disconnect()
}
