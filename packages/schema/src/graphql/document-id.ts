import type { TypedDocumentString } from './generated/graphql.ts'

/** A document of ours as an application holds it: its id, and the types of its answer and variables. */
export type RegisteredDocument<Result, Variables> = Pick<
  TypedDocumentString<Result, Variables>,
  '__apiType' | '__meta__'
>

/** What is sent in place of a document's text: `sha256:` and the hash of the text, under which the API knows it. */
export function documentIdOf<Result, Variables>({ __meta__ }: RegisteredDocument<Result, Variables>): string {
  return String(__meta__?.hash)
}
