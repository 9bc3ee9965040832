/** PostgreSQL does not answer, or ended the connection: the same may succeed in a moment. Its cause is for the log. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('PostgreSQL does not answer.', { cause })
    this.name = 'DatabaseUnavailable'
  }
}

/** What Prisma's adapter calls a connection that is not there (its `MappedError`). */
const KINDS: readonly unknown[] = [
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
]

/** SQLSTATE of PostgreSQL, appendix A: class 08 is the connection's, 57P01 to 57P05 a server that stops or starts. */
const STATES = /^(08...|57P0[1-5])$/

/** Prisma's code for a transaction that found no connection, or outlived its time: nothing of it was committed. */
const TRANSACTION_FAILED = 'P2028'

/** Whether an error of the database is one of its connection, not of what was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true
  return error instanceof Error && 'code' in error && error.code === TRANSACTION_FAILED
}

/** What the driver threw, under its name where the connection is at fault. @throws always */
export function rethrowNamed(error: unknown): never {
  throw isOfConnection(error) ? new DatabaseUnavailable(error) : error
}

function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'DriverAdapterError') return isOfConnectionKind(error.cause)
  // pg has no type for a connection that breaks, cannot be had in time or is refused by every address of a host.
  return error.constructor === Error || error instanceof AggregateError
}

function isOfConnectionKind(cause: unknown): boolean {
  if (typeof cause !== 'object' || cause === null || !('kind' in cause)) return false
  if (KINDS.includes(cause.kind)) return true
  return 'originalCode' in cause && typeof cause.originalCode === 'string' && STATES.test(cause.originalCode)
}
