import { diff } from '@graphql-inspector/core'
import { buildSchema } from 'graphql'

/** One difference between two versions of the schema. */
export interface ContractChange {
  /** As GraphQL Inspector names it: FIELD_REMOVED, …. */
  readonly type: string
  /** Where, as `Type.field.argument`. */
  readonly path: string
  readonly message: string
  /** Whether a client that was right before may fail now. */
  readonly breaks: boolean
}

/** What a client may notice between two schemas, given as SDL. Better words are no change, and a new type is one with its fields. */
export async function compareContract(before: string, after: string): Promise<readonly ContractChange[]> {
  const changes = (await diff(buildSchema(before), buildSchema(after))).map(
    ({ type, path = '', message, criticality }) => ({
      type: String(type),
      path,
      message,
      breaks: criticality.level === 'BREAKING',
    }),
  )
  const added = new Set(changes.filter(({ type }) => type === 'TYPE_ADDED').map(({ path }) => path))
  return changes.filter(({ type, path }) => {
    const [owner = ''] = path.split('.')
    return !type.includes('DESCRIPTION') && (type === 'TYPE_ADDED' || !added.has(owner))
  })
}
