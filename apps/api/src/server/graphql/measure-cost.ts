import { complexityFromQuery } from '@pothos/plugin-complexity'
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { RequestRefused } from '../../schema/index.ts'

/** What an operation asks for, before it is run. `complexity` is its price in points, pages counted at full length. */
export interface Cost {
  readonly depth: number
  readonly breadth: number
  readonly complexity: number
}

/** Deepest selection; the deepest of our own operations has 9. */
const MAX_DEPTH = 12
/** Most fields selected, before pages multiply them. */
const MAX_BREADTH = 400
/** Most fields answered, pages counted at their full length: 100 videos with 20 fields each are 2,000. */
export const MAX_COMPLEXITY = 20_000

/** Page sizes that one operation is asked with: ours have one or two each. */
const MAX_KEPT = 50

/**
 * A function from an operation's variables to its cost, which is the same wherever pages and lists are as long; null
 * where a variable does not fit, unless sizes of that kind are known by now: then running it tells.
 */
export function meterOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => Cost | null {
  const alone: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [operation, ...document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)],
  }
  const sizing = (operation.variableDefinitions ?? [])
    .filter(setsSize)
    .map(({ variable }) => variable.name.value)
  const known = new LRUCache<string, Cost>({ max: MAX_KEPT })
  return (variables) => {
    const sizes = sizing.map((name) => sizeOf(variables[name])).join(',')
    const kept = known.get(sizes)
    if (kept) return kept
    const cost = measure(alone, schema, variables)
    if (cost) known.set(sizes, cost)
    return cost
  }
}

function measure(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Readonly<Record<string, unknown>>,
): Cost | null {
  try {
    return complexityFromQuery(document, { schema, variables })
  } catch (error) {
    if (error instanceof GraphQLError) return null
    throw error
  }
}

/** Only numbers and lists set how much is answered: ids, texts and inputs do not. */
function setsSize({ type }: VariableDefinitionNode): boolean {
  const bare = type.kind === Kind.NON_NULL_TYPE ? type.type : type
  return bare.kind === Kind.LIST_TYPE || bare.name.value === 'Int'
}

function sizeOf(value: unknown): string {
  return Array.isArray(value) ? `[${value.length}]` : String(value)
}

/** Why an operation of this cost is not run; null where it is. */
export function refuseCost({ depth, breadth, complexity }: Cost): RequestRefused | null {
  if (depth > MAX_DEPTH)
    return new RequestRefused(
      'QUERY_TOO_DEEP',
      `The selections nest ${depth} deep, at most ${MAX_DEPTH} are answered. Ask in several requests.`,
    )
  if (breadth <= MAX_BREADTH && complexity <= MAX_COMPLEXITY) return null
  return new RequestRefused(
    'QUERY_TOO_COMPLEX',
    `This operation asks for too much at once: ${breadth} fields of at most ${MAX_BREADTH}, and ${complexity} points of at most ${MAX_COMPLEXITY} with pages at full length. Ask for smaller pages or fewer fields.`,
  )
}
