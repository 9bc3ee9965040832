import { GraphQLError } from 'graphql'
import { z } from 'zod'
import { builder } from './builder.ts'

const instant = z.iso.datetime({ offset: true })

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339, in UTC.',
  serialize: (value) => value.toISOString(),
  parseValue(value) {
    const parsed = instant.safeParse(value)
    if (!parsed.success)
      throw new GraphQLError('DateTime must be an RFC 3339 text such as 2026-11-21T10:00:00Z.')
    return new Date(parsed.data)
  },
})

const bytes = z.int().nonnegative()

builder.scalarType('Bytes', {
  description: 'A whole number of bytes; may exceed 2³¹, so it travels as a JSON number up to 2⁵³.',
  serialize: (value) => Number(value),
  parseValue(value) {
    const parsed = bytes.safeParse(value)
    if (!parsed.success) throw new GraphQLError('Bytes must be a whole number from 0 to 2⁵³ − 1.')
    return parsed.data
  },
  parseLiteral(node) {
    const parsed = bytes.safeParse(node.kind === 'IntValue' ? Number(node.value) : undefined)
    if (!parsed.success) throw new GraphQLError('Bytes must be a whole number from 0 to 2⁵³ − 1.')
    return parsed.data
  },
})
