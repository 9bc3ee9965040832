import { CURRENT_DOCUMENTS, RELEASED_DOCUMENTS } from '../graphql/generated/documents.ts'

/** Texts by id of all documents that our applications send: of this build, and of earlier releases. */
export const REGISTERED_DOCUMENTS: ReadonlyMap<string, string> = new Map([
  ...RELEASED_DOCUMENTS,
  ...CURRENT_DOCUMENTS,
])
