/** graphql/released-documents.json: by id, a document's text and the day of the newest release that sent it. */
export type ReleasedDocuments = Readonly<Record<string, { readonly released: string; readonly text: string }>>

/** Days that a document is answered after the last release that sent it: an installed app may sleep for months. */
const KEPT_DAYS = 180
const DAY_MS = 86_400_000

/** What is remembered once `current` is released on `day` (ISO 8601): all of it, and what is not yet too old. */
export function releaseDocuments(
  remembered: ReleasedDocuments,
  current: ReadonlyMap<string, string>,
  day: string,
): ReleasedDocuments {
  const oldest = Date.parse(day) - KEPT_DAYS * DAY_MS
  const kept = Object.entries(remembered).filter(([, { released }]) => Date.parse(released) >= oldest)
  const sent = [...current].map(([id, text]) => [id, { released: day, text }] as const)
  return Object.fromEntries([...kept, ...sent].sort(([one], [other]) => (one < other ? -1 : 1)))
}
