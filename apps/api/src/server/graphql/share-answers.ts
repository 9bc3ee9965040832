import type { FormattedExecutionResult } from 'graphql'
import { shareReads } from '../../schema/index.ts'
import type { Admitted } from './admit-operation.ts'
import type { Execute } from './execute-admitted.ts'
import { nameQuestion } from './name-question.ts'

interface Shared {
  readonly askedBy: Admitted
  readonly result: FormattedExecutionResult
}

/**
 * Strangers who ask the same query at the same moment are given one answer, which was begun after each of them had
 * asked. Whoever is signed in has an answer of their own; so has everybody where something failed, because an error
 * names the request that it belongs to.
 */
export function shareAnswers(execute: Execute): Execute {
  const share = shareReads<Shared>()
  return async (admitted) => {
    const question = nameQuestion(admitted)
    if (question === null) return execute(admitted)
    const { askedBy, result } = await share(question, async () => ({
      askedBy: admitted,
      result: await execute(admitted),
    }))
    return result.errors && askedBy !== admitted ? execute(admitted) : result
  }
}
