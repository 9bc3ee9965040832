import type { DocumentNode } from 'graphql'
import type { Admitted } from './admit-operation.ts'

/** The one field whose answer differs between strangers. */
const FIELD_OF_THE_CALLER = 'rateLimit'

const numbers = new WeakMap<DocumentNode, number>()
let counted = 0

/** A name for what a stranger asks, the same whoever asks it; null where the answer is for the caller alone. */
export function nameQuestion(admitted: Admitted): string | null {
  if (!isForEveryStranger(admitted)) return null
  const { document, operationName, variableValues } = admitted
  const number = numbers.get(document) ?? ++counted
  numbers.set(document, number)
  return JSON.stringify([number, operationName, variableValues])
}

function isForEveryStranger({ contextValue, definition, document }: Admitted): boolean {
  if (contextValue.viewer !== null || definition.operation !== 'query') return false
  const text = document.loc?.source.body
  return text !== undefined && !text.includes(FIELD_OF_THE_CALLER)
}
