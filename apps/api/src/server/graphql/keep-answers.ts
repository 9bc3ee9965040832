import type { FormattedExecutionResult } from 'graphql'
import { LRUCache } from 'lru-cache'
import type { Admitted } from './admit-operation.ts'
import type { Execute } from './execute-admitted.ts'
import { nameQuestion } from './name-question.ts'
import { bytesOf } from './write-answer.ts'

/** Milliseconds: how long a change is missed whose writer was killed, or cut off from Redis, before it could tell of it. */
const KEPT_MS = 2_000
/** Bytes of answers and questions. */
const MAX_KEPT = 20_000_000

interface Kept {
  readonly change: string
  readonly result: FormattedExecutionResult
}

/** `change` names the latest change that was known of before the operation is run; undefined where nobody knows. */
export type ExecuteSince = (
  admitted: Admitted,
  change: string | undefined,
) => Promise<FormattedExecutionResult>

/**
 * What strangers ask is answered as before for as long as nothing has changed. What failed is not kept, nor anything
 * where the latest change is unknown.
 */
export function keepAnswers(execute: Execute): ExecuteSince {
  const kept = new LRUCache<string, Kept>({
    maxSize: MAX_KEPT,
    sizeCalculation: ({ result }, question) => bytesOf(result).length + question.length,
    ttl: KEPT_MS,
  })
  return async (admitted, change) => {
    const question = change === undefined ? null : nameQuestion(admitted)
    if (change === undefined || question === null) return execute(admitted)
    const before = kept.get(question)
    if (before?.change === change) return before.result
    const result = await execute(admitted)
    if (result.data && !result.errors) kept.set(question, { change, result })
    return result
  }
}
