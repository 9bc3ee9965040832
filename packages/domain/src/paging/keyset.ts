/** One page of a keyset walk: `limit` rows after (or, backward, before) a position. */
export type KeysetPage<Position> = { limit: number; after?: Position; before?: Position; backward?: boolean }

type IdPage = KeysetPage<{ id: bigint }>

/** Conditions for the rows between two positions of a list that goes from the newest id to the oldest. */
export function idsWithin({ after, before }: IdPage): { id: { lt: bigint } | { gt: bigint } }[] {
  return [...(after ? [{ id: { lt: after.id } }] : []), ...(before ? [{ id: { gt: before.id } }] : [])]
}

/** Order and length of such a page. */
export function newestFirst({ backward, limit }: IdPage): { orderBy: { id: 'asc' | 'desc' }; take: number } {
  return { orderBy: { id: backward ? 'asc' : 'desc' }, take: limit }
}
