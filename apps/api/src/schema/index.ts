import './scalars.ts'

export { type BuilderTypes, builder } from './builder.ts'
export { cleanLine, cleanText, graphemesExceed, isBlank } from './clean-text.ts'
export {
  connectionType,
  type Page,
  type PageArguments,
  pageArguments,
  pageComplexity,
  paginate,
} from './connection.ts'
export type { Background, Budget, Context, Services, VideoChanges, Viewer } from './context.ts'
export { type Cursors, createCursors, type Position } from './cursors.ts'
export { defineKnown, defineLoader, forgetLoaded, perServices } from './loader.ts'
export { NodeRef, type NodeRow, registerNode } from './node.ts'
export { REFUSALS, type RefusalCode } from './refusal-table.ts'
export { RequestRefused } from './request-refused.ts'
export { type ShareReads, shareReads } from './share-reads.ts'
export { type UserError, userError, withUserErrors } from './user-error.ts'
