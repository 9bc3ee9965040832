import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import type { Context } from './context.ts'

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
  // Fields only say what they cost: server/graphql measures an operation before it runs, once for all that look alike.
  complexity: { defaultComplexity: 1, defaultListMultiplier: 1, disabled: true },
})

/** For what is generic over the types of the schema. */
export type BuilderTypes = typeof builder extends PothosSchemaTypes.SchemaBuilder<infer Types> ? Types : never

builder.queryType({ description: 'Where every reading begins.' })
builder.mutationType({
  description:
    'Every mutation takes one `input` and answers a payload; what a person can put right comes back in `userErrors`.',
})
builder.subscriptionType({ description: 'Over WebSocket at the same path, protocol graphql-transport-ws.' })
