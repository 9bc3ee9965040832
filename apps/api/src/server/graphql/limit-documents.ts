import type { DocumentNode } from 'graphql'
import { GraphQLError, Kind, Lexer, Source, TokenKind, type ValidationRule, visit } from 'graphql'
import { RequestRefused } from '../../schema/index.ts'

/** Our largest operation has 300; GraphiQL's introspection 450. */
export const MAX_TOKENS = 2_000
/**
 * Of a text that is not one of our own. Whatever is wrong with it is told with its line, for which all before it is looked
 * through once more.
 */
export const MAX_CHARACTERS = 16_000
/** The same field under many names is asked for many times, and complexity alone counts it cheaply. */
export const MAX_ALIASES = 30
/** Depth of any document, introspection included; what an operation costs counts our own types only. */
export const MAX_NESTING = 16

/**
 * Fields and fragments of a text, those of other operations included. Validation compares each field with each other of its
 * name: four hundred take 20 ms, two thousand took 400.
 */
export const MAX_SELECTIONS = 400
/** Of those, fields with arguments, which are printed to be compared: two hundred took 200 ms. */
export const MAX_WITH_ARGUMENTS = 60

/** Whether a text has more tokens than a document may; stops at the first that is too many, or is none. */
export function hasTooManyTokens(text: string): boolean {
  const lexer = new Lexer(new Source(text))
  try {
    for (let tokens = 0; tokens <= MAX_TOKENS; tokens += 1)
      if (lexer.advance().kind === TokenKind.EOF) return false
  } catch (error) {
    if (error instanceof GraphQLError) return false
    throw error
  }
  return true
}

/** Whether a text has more to compare than a document may. */
export function hasTooManySelections(document: DocumentNode): boolean {
  let selections = 0
  let withArguments = 0
  visit(document, {
    SelectionSet(node) {
      selections += node.selections.length
    },
    Field(node) {
      if (node.arguments && node.arguments.length > 0) withArguments += 1
    },
  })
  return selections > MAX_SELECTIONS || withArguments > MAX_WITH_ARGUMENTS
}

/** Refuses documents that ask one field again and again under other names. */
export const limitAliases: ValidationRule = (context) => {
  let aliases = 0
  return {
    Field(node) {
      if (!node.alias) return
      aliases += 1
      if (aliases === MAX_ALIASES + 1)
        context.reportError(
          new RequestRefused(
            'QUERY_TOO_MANY_ALIASES',
            `At most ${MAX_ALIASES} aliases in one document. Ask in several requests, or use nodes(ids:).`,
            node,
          ),
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
            new RequestRefused(
              'QUERY_TOO_DEEP',
              `At most ${MAX_NESTING} levels of selections. Ask in several requests.`,
              node,
            ),
          )
      },
      leave() {
        depth -= 1
      },
    },
  }
}

/** Whether a document asks for the schema itself: `__schema` or `__type`. */
export function asksForSchema(document: DocumentNode): boolean {
  let asks = false
  visit(document, {
    [Kind.FIELD](node) {
      if (node.name.value === '__schema' || node.name.value === '__type') asks = true
    },
  })
  return asks
}
