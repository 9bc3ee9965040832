import {
  execute,
  getIntrospectionQuery,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
  validate,
} from 'graphql'
import { expect, it } from 'vitest'
import { assembleSchema } from '../assemble-schema.ts'
import { countIntrospected } from './count-introspected.ts'

const schema = assembleSchema()

/** Fields of an answer. */
function fieldsIn(answer: unknown): number {
  if (Array.isArray(answer)) return answer.reduce((sum, item) => sum + fieldsIn(item), 0)
  if (typeof answer !== 'object' || answer === null) return 0
  const values = Object.values(answer)
  return values.length + values.reduce((sum, value) => sum + fieldsIn(value), 0)
}

function count(text: string, variables: Record<string, unknown> = {}, most = 1_000_000) {
  const document = parse(text)
  expect(validate(schema, document)).toEqual([])
  const operation = getOperationAST(document) as OperationDefinitionNode
  return countIntrospected(schema, document, operation, variables, most)
}

it.each([
  ['all that tools ask', getIntrospectionQuery(), {}],
  ['a type by name', 'query ($name: String!) { __type(name: $name) { fields { name } } }', { name: 'Video' }],
  ['a type by default', 'query ($name: String! = "Video") { __type(name: $name) { fields { name } } }', {}],
  ['a type that is not there', '{ __type(name: "Nobody") { fields { name } } }', {}],
  [
    'fragments, names and lists inside each other',
    `query { ...Q more: __schema { directives { ...D } queryType { name } } }
     fragment Q on Query { ... on Query { __schema { types { ...T } } } }
     fragment T on __Type { __typename kind ofType { kind } fields(includeDeprecated: true) { name args { name } type { ...N } } }
     fragment N on __Type { name fields { name } ofType { name ofType { name } } }
     fragment D on __Directive { name args { type { kind } } }`,
    {},
  ],
])(
  'countIntrospected counts what is answered to %s, and fragments on the way',
  async (_, text, variables) => {
    const { data } = await execute({ schema, document: parse(text), variableValues: variables })
    const answered = fieldsIn(data)
    expect(count(text, variables)).toBeGreaterThanOrEqual(answered)
    expect(count(text, variables)).toBeLessThan(answered * (text.includes('...') ? 2 : 1) + 1)
  },
)

it('countIntrospected stops where there are too many', () => {
  const types = 'types { fields { type { fields { type { ofType { name } } } } } }'
  const many = `{ ${Array.from({ length: 30 }, (_, index) => `a${index}: __schema { ${types} }`).join(' ')} }`
  expect(count(many, {}, 5_000)).toBe(5_001)
})

it('countIntrospected follows a fragment once in an answer, however often it is named', () => {
  const doubled = Array.from(
    { length: 40 },
    (_, at) => `fragment F${at} on __Type { ...F${at + 1} ...F${at + 1} }`,
  )
  const text = `{ __type(name: "Video") { ...F0 } } ${doubled.join(' ')} fragment F40 on __Type { __typename name }`
  // The field that names the type, what it answers, and each place where a fragment is named.
  expect(count(text)).toBe(1 + 2 + 1 + 2 * 40)
})

it('countIntrospected does not count what is no introspection', () => {
  expect(count('{ __typename videos(first: 1) { nodes { __typename id } } }')).toBe(0)
})
