import { type Edge, reduceEdges } from './reduce-edges.ts'

/** A node and the names of those that it waits for. */
export interface GraphNode {
  readonly name: string
  readonly needs: readonly string[]
}

export interface PlacedNode {
  readonly name: string
  /** From 0: one more than the last of what it waits for. */
  readonly stage: number
  /** Of its middle, in {@link ROW_UNITS} a node. */
  readonly y: number
}

/** An edge as the points that it goes through, from the node it leaves to the one it enters. */
export interface PlacedEdge extends Edge {
  readonly points: readonly { readonly stage: number; readonly y: number }[]
}

export interface GraphLayout {
  readonly stages: number
  /** In the units of `y`. */
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

/** Height of a node with the air below it; of an edge that passes a stage. */
export const ROW_UNITS = 100
const PASS_UNITS = 28

/** A place in a stage: a node, or an edge on its way through. */
type Slot = { key: string; units: number; before: string[]; after: string[] }

const SWEEPS = 4

/**
 * A layered drawing of an acyclic graph: stages from first to last, in each the nodes where their neighbours are (Sugiyama's
 * barycentres), and edges that pass a stage between its nodes, not behind them. Edges that others imply are left out.
 */
export function layOutGraph(nodes: readonly GraphNode[]): GraphLayout {
  const stageOf = stagesOf(nodes)
  const edges = reduceEdges(nodes)
  const stages = Math.max(0, ...[...stageOf.values()].map((stage) => stage + 1))
  const layers = orderLayers(fillLayers(nodes, edges, stageOf, stages))
  const height = Math.max(0, ...layers.map(unitsOf))
  const yOf = placeSlots(layers, height)
  const pointAt = (stage: number, key: string) => ({ stage, y: yOf.get(key) ?? 0 })
  return {
    stages,
    height,
    nodes: nodes.map(({ name }) => ({ name, ...pointAt(stageOf.get(name) ?? 0, name) })),
    edges: edges.map((edge) => {
      const first = stageOf.get(edge.from) ?? 0
      const last = stageOf.get(edge.to) ?? 0
      const between = range(first + 1, last).map((stage) => pointAt(stage, passKey(edge, stage)))
      return { ...edge, points: [pointAt(first, edge.from), ...between, pointAt(last, edge.to)] }
    }),
  }
}

/** Names that are no nodes are left out, as is whatever would lead in a circle. */
export function stagesOf(nodes: readonly GraphNode[]): ReadonlyMap<string, number> {
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const stages = new Map<string, number>()
  const visit = (name: string, above: ReadonlySet<string>): number => {
    const known = stages.get(name)
    if (known !== undefined) return known
    const path = new Set(above).add(name)
    const needs = (byName.get(name)?.needs ?? []).filter((need) => byName.has(need) && !path.has(need))
    const stage = Math.max(-1, ...needs.map((need) => visit(need, path))) + 1
    stages.set(name, stage)
    return stage
  }
  for (const { name } of nodes) visit(name, new Set())
  return stages
}

function fillLayers(
  nodes: readonly GraphNode[],
  edges: readonly Edge[],
  stageOf: ReadonlyMap<string, number>,
  stages: number,
): Slot[][] {
  const layers: Slot[][] = range(0, stages).map(() => [])
  const slots = new Map<string, Slot>()
  const add = (stage: number, key: string, units: number) => {
    const slot: Slot = { key, units, before: [], after: [] }
    slots.set(key, slot)
    layers[stage]?.push(slot)
  }
  for (const { name } of nodes) add(stageOf.get(name) ?? 0, name, ROW_UNITS)
  for (const edge of edges) {
    const between = range((stageOf.get(edge.from) ?? 0) + 1, stageOf.get(edge.to) ?? 0)
    for (const stage of between) add(stage, passKey(edge, stage), PASS_UNITS)
    const keys = [edge.from, ...between.map((stage) => passKey(edge, stage)), edge.to]
    for (const [index, key] of keys.entries()) {
      const next = keys[index + 1]
      if (next === undefined) continue
      slots.get(key)?.after.push(next)
      slots.get(next)?.before.push(key)
    }
  }
  return layers
}

const passKey = ({ from, to }: Edge, stage: number) => `${from}>${to}@${stage}`

/** Sorts each layer by where its neighbours stand, forth and back. */
function orderLayers(layers: readonly Slot[][]): Slot[][] {
  let ordered = layers.map((layer) => [...layer])
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const side = sweep % 2 === 0 ? 'before' : 'after'
    const placed = placeSlots(ordered, Math.max(0, ...ordered.map(unitsOf)))
    const middle = (slot: Slot) => {
      const neighbours = slot[side].map((key) => placed.get(key) ?? 0)
      if (neighbours.length === 0) return placed.get(slot.key) ?? 0
      return neighbours.reduce((sum, y) => sum + y, 0) / neighbours.length
    }
    ordered = ordered.map((layer) => layer.toSorted((one, other) => middle(one) - middle(other)))
  }
  return ordered
}

/** The middle of each slot, each layer centred in the whole height. */
function placeSlots(layers: readonly (readonly Slot[])[], height: number): ReadonlyMap<string, number> {
  const yOf = new Map<string, number>()
  for (const layer of layers) {
    let top = (height - unitsOf(layer)) / 2
    for (const { key, units } of layer) {
      yOf.set(key, top + units / 2)
      top += units
    }
  }
  return yOf
}

function unitsOf(layer: readonly Slot[]): number {
  return layer.reduce((sum, { units }) => sum + units, 0)
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index)
}
