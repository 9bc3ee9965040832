import {
  type DocumentNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql'
import { MAX_COMPLEXITY } from './measure-cost.ts'

/**
 * Points of what an operation asks of the schema itself: one for each field and each fragment that is looked at to answer it,
 * or one more than there may be. A text without variables is counted once.
 */
export function meterIntrospection(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Readonly<Record<string, unknown>>) => number {
  const isFixed = (operation.variableDefinitions ?? []).length === 0
  let known: number | undefined
  return (variables) => {
    const points = known ?? countIntrospected(schema, document, operation, variables, MAX_COMPLEXITY)
    if (isFixed) known = points
    return points
  }
}

/**
 * Walks to each field of the schema itself, as when the operation is run, and writes none. Stops at the first beyond `most`,
 * since a few lists inside each other make millions of a short text.
 *
 * Only for a document that is valid, whose variables fit, and whose other fields are within their limits: their fragments are
 * followed as well.
 */
export function countIntrospected(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  most: number,
): number {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables)
  if (!coerced) throw new Error('The variables do not fit')
  const fragments = new Map<string, SelectionSetNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition.selectionSet)
  // The resolvers of introspection look at nothing else.
  const info = { schema } as GraphQLResolveInfo
  let counted = 0

  function walk(
    source: unknown,
    fieldOf: (name: string) => GraphQLField<unknown, unknown> | undefined,
    { selections }: SelectionSetNode,
    // As in running it: twice in one answer a fragment says nothing new, and each may hold the next twice.
    followed = new Set<string>(),
  ): void {
    for (const selection of selections) {
      if (counted > most) return
      const field = selection.kind === Kind.FIELD ? fieldOf(selection.name.value) : undefined
      // What is asked of other types is counted elsewhere.
      if (selection.kind !== Kind.FIELD || field) counted += 1
      if (selection.kind === Kind.FIELD) {
        if (!field) continue
        const type = getNamedType(field.type)
        if (!selection.selectionSet || !isObjectType(type)) continue
        const given = getArgumentValues(field, selection, coerced)
        const answer: unknown = field.resolve?.(source, given, undefined, info)
        for (const item of Array.isArray(answer) ? answer : [answer])
          if (item) walk(item, fieldsOf(type), selection.selectionSet)
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(source, fieldOf, selection.selectionSet, followed)
      } else if (!followed.has(selection.name.value)) {
        followed.add(selection.name.value)
        const inside = fragments.get(selection.name.value)
        if (inside) walk(source, fieldOf, inside, followed)
      }
    }
  }

  walk(undefined, (name) => ROOT_FIELDS.get(name), operation.selectionSet)
  return counted
}

const ROOT_FIELDS = new Map<string, GraphQLField<unknown, unknown>>(
  [SchemaMetaFieldDef, TypeMetaFieldDef].map((field) => [field.name, field]),
)

const fieldsOf = (type: GraphQLObjectType) => (name: string) =>
  name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : type.getFields()[name]
