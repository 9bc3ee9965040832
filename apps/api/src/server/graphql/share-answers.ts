import type { DocumentNode, FormattedExecutionResult } from 'graphql'
import { shareReads } from '../../schema/index.ts'
import type { Admitted } from './admit-operation.ts'

type Execute = (admitted: Admitted) => Promise<FormattedExecutionResult>

/** The one field whose answer differs between strangers. */
const FIELD_OF_THE_CALLER = 'rateLimit'

/**
 * Strangers who ask the same query at the same moment are given one answer, which was begun after each of them had
 * asked. Whoever is signed in has an answer of their own.
 */
export function shareAnswers(execute: Execute): Execute {
  const share = shareReads<FormattedExecutionResult>()
  const numbers = new WeakMap<DocumentNode, number>()
  let counted = 0

  function keyOf({ document, operationName, variableValues }: Admitted): string {
    const number = numbers.get(document) ?? ++counted
    numbers.set(document, number)
    return JSON.stringify([number, operationName, variableValues])
  }

  return (admitted) =>
    isForEveryStranger(admitted) ? share(keyOf(admitted), () => execute(admitted)) : execute(admitted)
}

function isForEveryStranger({ contextValue, definition, document }: Admitted): boolean {
  if (contextValue.viewer !== null || definition.operation !== 'query') return false
  const text = document.loc?.source.body
  return text !== undefined && !text.includes(FIELD_OF_THE_CALLER)
}
