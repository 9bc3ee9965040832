import type { GraphNode } from './lay-out-graph.ts'

/** `to` waits for `from`. */
export interface Edge {
  readonly from: string
  readonly to: string
}

/** The edges of a graph without those that others imply: what waits for B need not be drawn to wait for A, where B waits for A. */
export function reduceEdges(nodes: readonly GraphNode[]): Edge[] {
  const needsOf = new Map(nodes.map(({ name, needs }) => [name, needs]))
  const reaches = (from: string, target: string, seen: Set<string>): boolean =>
    (needsOf.get(from) ?? []).some((need) => {
      if (need === target) return true
      if (seen.has(need)) return false
      seen.add(need)
      return reaches(need, target, seen)
    })
  return nodes.flatMap(({ name: to, needs }) =>
    needs
      .filter((from) => needsOf.has(from) && from !== to)
      .filter((from) => !needs.some((other) => other !== from && reaches(other, from, new Set())))
      .map((from) => ({ from, to })),
  )
}
