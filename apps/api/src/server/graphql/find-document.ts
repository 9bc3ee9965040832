import { RequestRefused, type Viewer } from '../../schema/index.ts'
import { type Audience, includes } from './audience.ts'

/** What a request says about its document: the text, or the id of a registered one. */
export interface DocumentRequest {
  readonly query?: string | null | undefined
  readonly documentId?: string | null | undefined
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined
}

export interface DocumentPolicy {
  /** Texts by `sha256:<hex>` of documents that our own applications were built with. */
  readonly registered: ReadonlyMap<string, string>
  /** Who may send a text of their own. */
  readonly freeDocuments: Audience
}

/** The text of a request's document, or why it is not answered. */
export function findDocument(
  { query, documentId, extensions }: DocumentRequest,
  { registered, freeDocuments }: DocumentPolicy,
  viewer: Viewer | null,
): string | RequestRefused {
  // On a socket there is no other place for it: graphql-transport-ws fixes the parameters.
  const id = documentId ?? extensions?.documentId
  if (typeof id === 'string') return registered.get(id) ?? new RequestRefused('DOCUMENT_NOT_FOUND')
  if (!query)
    return new RequestRefused(extensions?.persistedQuery ? 'PERSISTED_QUERY_NOT_SUPPORTED' : 'BAD_REQUEST')
  return includes(freeDocuments, viewer) ? query : new RequestRefused('DOCUMENT_REFUSED')
}
