import { setTimeout as wait } from 'node:timers/promises'
import { CliError } from './cli-error.ts'

/** Milliseconds before each further try: 15 s in all, longer than a database takes to restart. */
const WAITS_MS = [500, 1_000, 2_000, 4_000, 8_000]

/** What the API says of something it stands on that is away for a moment. */
const AWAY = ['SERVICE_UNAVAILABLE', 'STORAGE_UNAVAILABLE']

/** Asks again while what the API stands on is away. Only for what changes nothing: a mutation may have happened. */
export async function tryAgain<Result>(ask: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
  for (const ms of WAITS_MS) {
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof CliError && AWAY.includes(error.code))) throw error
      await wait(ms, undefined, signal ? { signal } : {})
    }
  }
  return ask()
}
