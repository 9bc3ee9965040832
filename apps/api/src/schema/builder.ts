import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import type { Context } from './context.ts'
import { RequestRefused } from './request-refused.ts'

/** Deepest selection; the deepest of our own operations has 7. */
const MAX_DEPTH = 12
/** Most fields selected, before pages multiply them. */
const MAX_BREADTH = 400
/** Most fields answered, pages counted at their full length: 100 videos with 20 fields each are 2,000. */
const MAX_COMPLEXITY = 20_000

/** The one builder, which every slice adds its types to. Fields are non-null unless they say otherwise. */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
    Bytes: { Input: number; Output: number | bigint }
  }
}>({
  defaultFieldNullability: false,
  plugins: [ComplexityPlugin],
  complexity: {
    defaultComplexity: 1,
    defaultListMultiplier: 1,
    limit: { depth: MAX_DEPTH, breadth: MAX_BREADTH, complexity: MAX_COMPLEXITY },
    complexityError: (kind, { depth, breadth, complexity }) =>
      new RequestRefused(
        'QUERY_TOO_COMPLEX',
        `This operation asks for too much at once (${kind}: depth ${depth} of ${MAX_DEPTH}, breadth ${breadth} of ${MAX_BREADTH}, complexity ${complexity} of ${MAX_COMPLEXITY}). Ask for smaller pages or fewer fields.`,
      ),
  },
})

/** For what is generic over the types of the schema. */
export type BuilderTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never

builder.queryType({ description: 'Where every reading begins.' })
builder.mutationType({
  description:
    'Every mutation takes one `input` and answers a payload; what a person can put right comes back in `userErrors`.',
})
builder.subscriptionType({ description: 'Over WebSocket at the same path, protocol graphql-transport-ws.' })
