export { documentIdOf, type RegisteredDocument } from './document-id.ts'
export * from './generated/graphql.ts'
