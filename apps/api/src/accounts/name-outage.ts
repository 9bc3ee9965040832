import { askDatabase, type Database, isDatabaseUnavailable } from '@marquee/domain'
import type { Logger } from '@marquee/service'
import { REFUSALS } from '../schema/index.ts'

/** Seconds after which another try is worth it. */
const RETRY_AFTER_S = 2

/**
 * What the sign-in library says. It hides why it failed, so the database is asked, and the library once more where that
 * is back by now. @throws DatabaseUnavailable
 */
export async function askOnceMore<Value>(database: Database, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask()
  } catch {
    await askDatabase(database)
    return ask()
  }
}

/** The library's answer; where it failed for want of the database, one that says to come back. */
export async function nameOutage(
  { database, logger }: { database: Database; logger: Logger },
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    const response = await answer()
    if (response.status >= 500) await askDatabase(database)
    return response
  } catch (err) {
    logger.error({ err }, 'sign-in failed')
    return isDatabaseUnavailable(err)
      ? refusal(REFUSALS.SERVICE_UNAVAILABLE.status, 'SERVICE_UNAVAILABLE')
      : refusal(500, 'INTERNAL_SERVER_ERROR')
  }
}

function refusal(status: number, code: 'SERVICE_UNAVAILABLE' | 'INTERNAL_SERVER_ERROR'): Response {
  const { message } = REFUSALS.SERVICE_UNAVAILABLE
  return Response.json({ code, message }, { status, headers: { 'retry-after': String(RETRY_AFTER_S) } })
}
