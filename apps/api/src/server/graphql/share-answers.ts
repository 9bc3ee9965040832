import type { DocumentNode, FormattedExecutionResult } from 'graphql'
import { shareReads } from '../../schema/index.ts'
import type { Admitted } from './admit-operation.ts'

type Execute = (admitted: Admitted) => Promise<FormattedExecutionResult>

/** The one field whose answer differs between strangers. */
const FIELD_OF_THE_CALLER = 'rateLimit'

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
  const numbers = new WeakMap<DocumentNode, number>()
  let counted = 0

  function keyOf({ document, operationName, variableValues }: Admitted): string {
    const number = numbers.get(document) ?? ++counted
    numbers.set(document, number)
    return JSON.stringify([number, operationName, variableValues])
  }

  return async (admitted) => {
    if (!isForEveryStranger(admitted)) return execute(admitted)
    const { askedBy, result } = await share(keyOf(admitted), async () => ({
      askedBy: admitted,
      result: await execute(admitted),
    }))
    return result.errors && askedBy !== admitted ? execute(admitted) : result
  }
}

function isForEveryStranger({ contextValue, definition, document }: Admitted): boolean {
  if (contextValue.viewer !== null || definition.operation !== 'query') return false
  const text = document.loc?.source.body
  return text !== undefined && !text.includes(FIELD_OF_THE_CALLER)
}
