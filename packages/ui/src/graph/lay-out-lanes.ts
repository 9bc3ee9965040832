import { type GraphNode, stagesOf } from './lay-out-graph.ts'
import { reduceEdges } from './reduce-edges.ts'

/** A line beside the list: it leaves row `from` and bends into each of `to`. */
export interface Lane {
  readonly source: string
  /** From 0, the nearest to the list. */
  readonly column: number
  readonly from: number
  readonly to: readonly number[]
}

export interface LaneLayout {
  /** Names from top to bottom. */
  readonly order: readonly string[]
  readonly lanes: readonly Lane[]
  readonly columns: number
}

/** The same graph for a narrow page: one node a line, by stage, and beside them a line from each to all that wait for it. */
export function layOutLanes(nodes: readonly GraphNode[]): LaneLayout {
  const stageOf = stagesOf(nodes)
  const order = nodes
    .map(({ name }) => name)
    .toSorted((one, other) => (stageOf.get(one) ?? 0) - (stageOf.get(other) ?? 0))
  const edges = reduceEdges(nodes)
  const lanes: Lane[] = []
  for (const [from, source] of order.entries()) {
    const to = edges.filter((edge) => edge.from === source).map((edge) => order.indexOf(edge.to))
    if (to.length > 0) lanes.push({ source, from, to: to.toSorted((a, b) => a - b), column: 0 })
  }
  const placed = spreadLanes(lanes)
  return { order, lanes: placed, columns: Math.max(0, ...placed.map(({ column }) => column + 1)) }
}

/** Each lane, short ones first, in the nearest column where it meets no other. */
function spreadLanes(lanes: readonly Lane[]): Lane[] {
  const placed: Lane[] = []
  for (const lane of lanes.toSorted((one, other) => lengthOf(one) - lengthOf(other))) {
    const taken = placed.filter((other) => overlap(lane, other)).map(({ column }) => column)
    let column = 0
    while (taken.includes(column)) column += 1
    placed.push({ ...lane, column })
  }
  return placed
}

function lengthOf({ from, to }: Lane): number {
  return (to.at(-1) ?? from) - from
}

/** Lanes that only touch, one ending where the next begins, may share a column. */
function overlap(one: Lane, other: Lane): boolean {
  return one.from < (other.to.at(-1) ?? 0) && other.from < (one.to.at(-1) ?? 0)
}
