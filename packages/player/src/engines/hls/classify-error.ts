import type { PlayerError } from '../../state.ts'

/** The parts of an hls.js error that decide. */
export type EngineFailure = {
  type: string
  fatal: boolean
  /** HTTP status of the failed request; 0 or undefined where none was answered. */
  status: number | undefined
  /** The API was asked, and there is nothing to watch any more. */
  gone?: boolean
}

/**
 * What an error of hls.js means for a viewer; null for one that the engine handles by itself.
 * The edge answers 403 to an expired token and 404 to a set that is gone.
 */
export function classifyError(failure: EngineFailure): PlayerError | null {
  if (failure.status === 403 || failure.status === 401) {
    return { cause: failure.gone ? 'missing' : 'expired', recovers: false }
  }
  if (!failure.fatal) return null
  if (failure.status === 404 || failure.status === 410) return { cause: 'missing', recovers: false }
  if (failure.type === 'networkError') return { cause: 'network', recovers: true }
  return { cause: 'decode', recovers: false }
}

/** How long to wait before the nth try after a network error: 1, 2, 4, 8, then every 10 s. */
export function retryDelay(attempt: number): number {
  return Math.min(10_000, 1_000 * 2 ** attempt)
}
