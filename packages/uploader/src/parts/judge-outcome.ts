import type { PutOutcome } from '../ports.ts'

/**
 * `presign`: the URL is at fault (expired, or signed by a key since replaced). `retry`: the way or the store is.
 * `refused`: the same bytes would be refused again. `changed`: the file is not what it was.
 */
export type Verdict = 'stored' | 'presign' | 'retry' | 'refused' | 'changed'

const REQUEST_TIMEOUT = 408
const TOO_MANY_REQUESTS = 429

export function judgeOutcome(outcome: PutOutcome): Verdict {
  if (outcome.kind === 'unreachable') return 'retry'
  if (outcome.kind === 'unreadable') return 'changed'
  const { status } = outcome
  if (status >= 200 && status < 300) return 'stored'
  if (status >= 500 || status === REQUEST_TIMEOUT || status === TOO_MANY_REQUESTS) return 'retry'
  return status === 401 || status === 403 ? 'presign' : 'refused'
}
