import type { KeysetPage } from '@marquee/domain/videos'
import type { ObjectRef } from '@pothos/core'
import { type BuilderTypes, builder } from './builder.ts'
import type { Cursors, Position } from './cursors.ts'
import { RequestRefused } from './request-refused.ts'

const MAX_PAGE = 100

/** Positions become cursors where they are asked for: sealing those of a whole page costs more than reading it. */
interface PageInfo {
  readonly hasNextPage: boolean
  readonly hasPreviousPage: boolean
  readonly start: Position | null
  readonly end: Position | null
}

/** One page of rows, in the list's order whichever way it was walked. */
export interface Page<Row> {
  readonly edges: readonly { readonly position: Position; readonly node: Row }[]
  readonly pageInfo: PageInfo
}

const PageInfoRef = builder.objectRef<PageInfo>('PageInfo').implement({
  description: 'What lies on either side of a page.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether more follow this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', { description: 'Whether more precede this page.' }),
    startCursor: t.string({
      nullable: true,
      description: 'For `before`, to go back; null on an empty page.',
      resolve: ({ start }, _args, { services }) => start && services.cursors.seal(start),
    }),
    endCursor: t.string({
      nullable: true,
      description: 'For `after`, to go on; null on an empty page.',
      resolve: ({ end }, _args, { services }) => end && services.cursors.seal(end),
    }),
  }),
})

export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** The four arguments of a connection. One of `first` and `last` is mandatory, which SDL cannot say. */
export const pageArguments = builder.args((arg) => ({
  first: arg.int({ description: `How many from the start, 1 to ${MAX_PAGE}. Give this or \`last\`.` }),
  after: arg.string({ description: 'Only what follows this cursor.' }),
  last: arg.int({ description: `How many from the end, 1 to ${MAX_PAGE}. Give this or \`first\`.` }),
  before: arg.string({ description: 'Only what precedes this cursor.' }),
}))

/** A page is a statement of its own, also where a hundred channels have one each. */
const PAGE_COST = 50

/** A page counts as many times as it is long: without this, 100 × 100 × 100 would count as three fields. */
export function pageComplexity({ first, last }: PageArguments): { field: number; multiplier: number } {
  return { field: PAGE_COST, multiplier: Math.min(Math.max(first ?? last ?? MAX_PAGE, 1), MAX_PAGE) }
}

/** The types `<Name>Connection` and `<Name>Edge` of a node type. */
export function connectionType<Row>(name: string, node: ObjectRef<BuilderTypes, Row>) {
  const edge = builder.objectRef<Page<Row>['edges'][number]>(`${name}Edge`).implement({
    description: 'A row of a page, with its place in the list.',
    fields: (t) => ({
      cursor: t.string({
        description: 'For `after` or `before`.',
        resolve: ({ position }, _args, { services }) => services.cursors.seal(position),
      }),
      node: t.field({
        type: node,
        description: 'The row itself.',
        // While Row is open the compiler cannot decide whether it is a list.
        resolve: (edge) => edge.node as never,
      }),
    }),
  })
  return builder.objectRef<Page<Row>>(`${name}Connection`).implement({
    description: 'One page of a list. Cursors keep their place when rows come and go.',
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: 'Rows with their cursors.',
        resolve: (page) => [...page.edges],
      }),
      nodes: t.field({
        type: [node],
        description: 'The rows alone.',
        resolve: (page) => page.edges.map((row) => row.node),
      }),
      pageInfo: t.field({
        type: PageInfoRef,
        description: 'Whether and where to go on.',
        resolve: (page) => page.pageInfo,
      }),
    }),
  })
}

/** What a slice gives to have its list paged. */
export interface Listing<Row> {
  list(page: KeysetPage<Position>): Promise<Row[]>
  positionOf(row: Row): Position
}

/** One page of a keyset list. @throws RequestRefused for a missing or wrong size, or a cursor that is not ours */
export async function paginate<Row>(
  cursors: Cursors,
  args: PageArguments,
  { list, positionOf }: Listing<Row>,
): Promise<Page<Row>> {
  const { size, backward } = readSize(args)
  const after = readCursor(cursors, args.after)
  const before = readCursor(cursors, args.before)
  const rows = await list({
    limit: size + 1,
    backward,
    ...(after ? { after } : {}),
    ...(before ? { before } : {}),
  })
  const kept = backward ? rows.slice(0, size).reverse() : rows.slice(0, size)
  const edges = kept.map((node) => ({ position: positionOf(node), node }))
  const more = rows.length > size
  return {
    edges,
    pageInfo: {
      hasNextPage: backward ? before !== null : more,
      hasPreviousPage: backward ? more : after !== null,
      start: edges[0]?.position ?? null,
      end: edges.at(-1)?.position ?? null,
    },
  }
}

function readSize({ first, last }: PageArguments): { size: number; backward: boolean } {
  const size = first ?? last
  const both = typeof first === 'number' && typeof last === 'number'
  if (typeof size !== 'number' || both || size < 1 || size > MAX_PAGE)
    throw new RequestRefused('PAGE_SIZE_INVALID', `Give first or last, not both, from 1 to ${MAX_PAGE}.`)
  return { size, backward: typeof last === 'number' }
}

function readCursor(cursors: Cursors, cursor: string | null | undefined): Position | null {
  if (cursor === null || cursor === undefined) return null
  const position = cursors.open(cursor)
  if (!position)
    throw new RequestRefused('CURSOR_INVALID', 'This cursor is not one of ours. Begin again without it.')
  return position
}
