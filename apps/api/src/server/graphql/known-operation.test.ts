import { type OperationDefinitionNode, parse } from 'graphql'
import { expect, it } from 'vitest'
import { knownOperation } from './known-operation.ts'

const read = (text: string) => knownOperation(parse(text).definitions[0] as OperationDefinitionNode)

it('knownOperation takes the names of our own applications, and no others', () => {
  expect(read('mutation CliCreateUpload { x }')).toEqual({ type: 'mutation', name: 'CliCreateUpload' })
  expect(read('query User_42_from_somewhere { x }')).toEqual({ type: 'query', name: 'other' })
  expect(read('{ x }')).toEqual({ type: 'query', name: 'other' })
})
