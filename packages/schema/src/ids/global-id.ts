import { isPublicId, type PublicId } from './public-id.ts'

/** `pic` and `thm` are no nodes: they are named in mutations alone. */
const PREFIXES = ['vid', 'chn', 'upl', 'acc', 'pic', 'thm'] as const

/** Says the type of a node, so that `node(id:)` needs no table of ids. */
export type GlobalIdPrefix = (typeof PREFIXES)[number]

/** `vid_3kTMd92bZqx`: the GraphQL id of a node. */
export function toGlobalId(prefix: GlobalIdPrefix, publicId: string): string {
  return `${prefix}_${publicId}`
}

/** Null where the text is no id of ours; never throws, because ids come from strangers. */
export function parseGlobalId(id: string): { prefix: GlobalIdPrefix; publicId: PublicId } | null {
  const [head, tail, ...more] = id.split('_')
  const prefix = PREFIXES.find((known) => known === head)
  if (!prefix || tail === undefined || more.length > 0 || !isPublicId(tail)) return null
  return { prefix, publicId: tail }
}
