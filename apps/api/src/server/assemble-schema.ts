import '../accounts/index.ts'
import '../channels/index.ts'
import '../videos/index.ts'
import '../uploads/index.ts'
import '../pipelines/index.ts'
import '../operations/index.ts'
import '../playback/index.ts'
import '../pictures/index.ts'
import '../thumbnails/index.ts'
import '../captions/index.ts'
import '../downloads/index.ts'
import '../limits/index.ts'
import type { GraphQLSchema } from 'graphql'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { builder } from '../schema/index.ts'

/** The whole schema, sorted: what is served is what is printed. */
export function assembleSchema(): GraphQLSchema {
  return lexicographicSortSchema(builder.toSchema())
}

/** The text of packages/schema/graphql/schema.graphql. */
export function printAssembledSchema(): string {
  return `${printSchema(assembleSchema())}\n`
}
