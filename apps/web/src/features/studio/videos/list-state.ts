import type { StudioVideoFragment } from '@marquee/schema/graphql'

export type StudioVideo = StudioVideoFragment

export type VideoPage = { nodes: readonly StudioVideo[]; endCursor: string | null; hasNextPage: boolean }

/** The creator's list: its pages so far, newest first, and what is chosen in it. */
export type ListState = {
  rows: readonly StudioVideo[]
  endCursor: string | null
  hasNextPage: boolean
  more: 'idle' | 'loading' | 'failed'
  chosen: ReadonlySet<string>
}

export type ListEvent =
  | { type: 'moreAsked' }
  | { type: 'moreFailed' }
  | { type: 'pageCame'; page: VideoPage }
  /** Asked again by id: what did not come back is gone; what is new takes its place by date. */
  | { type: 'rowsCame'; asked: readonly string[]; rows: readonly StudioVideo[] }
  | { type: 'rowsChanged'; ids: readonly string[]; change: Partial<StudioVideo> }
  | { type: 'chosen'; ids: readonly string[]; on: boolean }
  | { type: 'nothingChosen' }

export function openList(page: VideoPage): ListState {
  return {
    rows: page.nodes,
    endCursor: page.endCursor,
    hasNextPage: page.hasNextPage,
    more: 'idle',
    chosen: new Set(),
  }
}

export function reduceList(state: ListState, event: ListEvent): ListState {
  switch (event.type) {
    case 'moreAsked':
      return { ...state, more: 'loading' }
    case 'moreFailed':
      return { ...state, more: 'failed' }
    case 'pageCame':
      return addPage(state, event.page)
    case 'rowsCame':
      return mergeRows(state, event.asked, event.rows)
    case 'rowsChanged':
      return {
        ...state,
        rows: state.rows.map((row) => (event.ids.includes(row.id) ? { ...row, ...event.change } : row)),
      }
    case 'chosen':
      return { ...state, chosen: choose(state.chosen, event.ids, event.on) }
    case 'nothingChosen':
      return { ...state, chosen: new Set() }
  }
}

function addPage(state: ListState, page: VideoPage): ListState {
  const known = new Set(state.rows.map((row) => row.id))
  return {
    ...state,
    rows: [...state.rows, ...page.nodes.filter((row) => !known.has(row.id))],
    endCursor: page.endCursor,
    hasNextPage: page.hasNextPage,
    more: 'idle',
  }
}

function mergeRows(state: ListState, asked: readonly string[], came: readonly StudioVideo[]): ListState {
  const fresh = new Map(came.map((row) => [row.id, row]))
  const kept = state.rows
    .filter((row) => !asked.includes(row.id) || fresh.has(row.id))
    .map((row) => fresh.get(row.id) ?? row)
  const known = new Set(kept.map((row) => row.id))
  const added = came.filter((row) => !known.has(row.id))
  const rows = added.length > 0 ? [...kept, ...added].sort(newestFirst) : kept
  const ids = new Set(rows.map((row) => row.id))
  return { ...state, rows, chosen: new Set([...state.chosen].filter((id) => ids.has(id))) }
}

function newestFirst(left: StudioVideo, right: StudioVideo): number {
  return right.createdAt.localeCompare(left.createdAt)
}

function choose(chosen: ReadonlySet<string>, ids: readonly string[], on: boolean): ReadonlySet<string> {
  const next = new Set(chosen)
  for (const id of ids) {
    if (on) next.add(id)
    else next.delete(id)
  }
  return next
}

/** The ids from one row to another, both included, for a press with Shift; just `to` without a start. */
export function idsBetween(rows: readonly StudioVideo[], from: string | null, to: string): string[] {
  const start = rows.findIndex((row) => row.id === from)
  const end = rows.findIndex((row) => row.id === to)
  if (start < 0 || end < 0) return [to]
  return rows.slice(Math.min(start, end), Math.max(start, end) + 1).map((row) => row.id)
}
