import { type GlobalIdPrefix, isPublicId, type PublicId, parseGlobalId } from '@marquee/schema/ids'
import { brandWithType } from '@pothos/core'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { RequestRefused } from './request-refused.ts'

/** Anything with a public id. */
export interface NodeRow {
  readonly publicId: string
}

export const NodeRef = builder.interfaceRef<NodeRow>('Node').implement({
  description: 'Anything that can be asked for again by its id.',
  fields: (t) => ({
    id: t.id({ description: 'Opaque and stable; unique over all types.', resolve: notANode }),
  }),
})

function notANode(): never {
  throw new Error('A type that implements Node gives its own id')
}

/** Reads what the viewer may see of a type; null for the absent and the hidden alike. */
type LoadNode = (context: Context, publicId: PublicId) => Promise<NodeRow | null>

const nodes = new Map<GlobalIdPrefix, { readonly type: NodeType; readonly load: LoadNode }>()

/** What a slice gives its type with: the ref of an object type that implements Node. */
type NodeType = Parameters<typeof brandWithType>[1]

/** Makes a type reachable through `node(id:)`. `load` must apply the policy of the type. */
export function registerNode(prefix: GlobalIdPrefix, type: NodeType, load: LoadNode): void {
  nodes.set(prefix, { type, load })
}

async function loadNode(context: Context, id: string): Promise<NodeRow | null> {
  const parsed = parseGlobalId(id) ?? barePublicId(id)
  const known = parsed && nodes.get(parsed.prefix)
  const row = known ? await known.load(context, parsed.publicId) : null
  if (row && known) brandWithType(row, known.type)
  return row
}

/** What URLs and the command line show of a video, without its type (decision 0008). */
function barePublicId(id: string): { prefix: GlobalIdPrefix; publicId: PublicId } | null {
  return isPublicId(id) ? { prefix: 'vid', publicId: id } : null
}

/** Most ids of one `nodes(ids:)`. */
const MAX_NODES = 100

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    description: 'Any node by its id; null where there is none, or none for you.',
    args: {
      id: t.arg.id({
        required: true,
        description: 'As `id` of a node gave it; of a video also the 11 characters of its URL.',
      }),
    },
    resolve: (_, { id }, context) => loadNode(context, id),
  }),
  nodes: t.field({
    type: [NodeRef],
    nullable: { list: false, items: true },
    description: 'Several nodes, in the order of their ids; null where there is none, or none for you.',
    args: {
      ids: t.arg.idList({
        required: true,
        description: `At most ${MAX_NODES}.`,
      }),
    },
    complexity: ({ ids }) => ({ field: 1, multiplier: ids.length }),
    resolve: (_, { ids }, context) => {
      if (ids.length > MAX_NODES)
        throw new RequestRefused('BAD_USER_INPUT', `Ask for at most ${MAX_NODES} nodes at once.`)
      return Promise.all(ids.map((id) => loadNode(context, id)))
    },
  }),
}))
