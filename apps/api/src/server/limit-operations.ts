import { GraphQLError, type ValidationRule } from 'graphql'

/** Our largest operation has 300; GraphiQL's introspection 450. */
export const MAX_TOKENS = 2_000
/** The same field under many names is asked for many times, and complexity alone counts it cheaply. */
const MAX_ALIASES = 30
/** Depth of any document, introspection included; the builder's limit counts ours only. */
const MAX_NESTING = 16

/** Refuses documents that ask one field again and again under other names. */
export const limitAliases: ValidationRule = (context) => {
  let aliases = 0
  return {
    Field(node) {
      if (!node.alias) return
      aliases += 1
      if (aliases === MAX_ALIASES + 1)
        context.reportError(
          new GraphQLError(`At most ${MAX_ALIASES} aliases in one document.`, { nodes: node }),
        )
    },
  }
}

/** Refuses documents that nest without end, such as introspection's fields → type → fields. */
export const limitNesting: ValidationRule = (context) => {
  let depth = 0
  return {
    SelectionSet: {
      enter(node) {
        depth += 1
        if (depth === MAX_NESTING + 1)
          context.reportError(
            new GraphQLError(`At most ${MAX_NESTING} levels of selections.`, { nodes: node }),
          )
      },
      leave() {
        depth -= 1
      },
    },
  }
}

export const OPERATION_LIMITS: ValidationRule[] = [limitAliases, limitNesting]
