/** The kinds of objects that the metadata cache holds. */
export type ObjectKindName = 'video' | 'channel' | 'account' | 'session'

/** Where an object is kept. The key says nothing of its shape, so that programs of two releases announce alike. */
export function objectKey(kind: ObjectKindName, id: string): string {
  return `meta:${kind}:${id}`
}

/** Under it stands a name that each announced change replaces by another, whatever has changed. */
export const LATEST_CHANGE_KEY = 'meta:latest-change'

/** Milliseconds that a claim stands: longer than any statement takes. */
export const CLAIM_MS = 20_000
