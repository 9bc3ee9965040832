import type { UploadError } from '../upload-error.ts'

/**
 * idle → preparing → uploading → completing → done; `paused` and `offline` in between, and back; `failed` may
 * be started again, and resumes; `cancelled` and `done` are final.
 */
export type UploadState =
  | 'idle'
  | 'preparing'
  | 'uploading'
  | 'paused'
  | 'offline'
  | 'completing'
  | 'done'
  | 'failed'
  | 'cancelled'

/** An immutable view; a new one each time something changes, so it suits useSyncExternalStore. */
export interface UploadSnapshot {
  readonly state: UploadState
  readonly uploadId: string | null
  readonly videoId: string | null
  /** Stored or on their way. Falls when an attempt is lost. */
  readonly sentBytes: number
  readonly totalBytes: number
  /** Null while unknown or nothing moves. */
  readonly bytesPerSecond: number | null
  readonly remainingMs: number | null
  readonly error: UploadError | null
}

/** What start() resolves to. A failure is a value: the person decides whether to start again. */
export type UploadEnd =
  | { readonly outcome: 'done'; readonly uploadId: string; readonly videoId: string }
  | { readonly outcome: 'failed'; readonly error: UploadError }
  | { readonly outcome: 'cancelled' }

export function isSettled(state: UploadState): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled'
}

/** What a person sees while parts travel: a pause outranks a lost network, which outranks both working states. */
export function visibleState(
  phase: UploadState,
  gate: { readonly paused: boolean; readonly offline: boolean },
): UploadState {
  if (phase === 'idle' || isSettled(phase)) return phase
  if (gate.paused) return 'paused'
  return gate.offline ? 'offline' : phase
}
