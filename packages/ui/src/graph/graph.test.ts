import { describe, expect, it } from 'vitest'
import { type GraphNode, layOutGraph, stagesOf } from './lay-out-graph.ts'
import { layOutLanes } from './lay-out-lanes.ts'
import { reduceEdges } from './reduce-edges.ts'

const node = (name: string, ...needs: string[]): GraphNode => ({ name, needs })
const FILM = [
  node('inspect'),
  node('encode', 'inspect'),
  node('poster', 'inspect'),
  node('package', 'inspect', 'encode'),
  node('publish', 'inspect', 'package', 'poster'),
]

describe('stagesOf', () => {
  it('puts each node after the last of what it waits for', () => {
    expect(Object.fromEntries(stagesOf(FILM))).toEqual({
      ...{ inspect: 0, encode: 1, poster: 1, package: 2, publish: 3 },
    })
  })
  it('ends where nodes wait for each other, or for nothing that is there', () => {
    expect([...stagesOf([node('a', 'b'), node('b', 'a'), node('c', 'nowhere')]).keys()].sort()).toEqual([
      'a',
      'b',
      'c',
    ])
  })
})

describe('reduceEdges', () => {
  it('leaves out what other edges imply', () => {
    expect(reduceEdges(FILM).map(({ from, to }) => `${from} ${to}`)).toEqual([
      'inspect encode',
      'inspect poster',
      'encode package',
      'package publish',
      'poster publish',
    ])
  })
})

describe('layOutGraph', () => {
  it('lets an edge pass a stage beside its nodes', () => {
    const { stages, nodes, edges, height } = layOutGraph(FILM)
    expect(stages).toBe(4)
    const passing = edges.find(({ from, to }) => from === 'poster' && to === 'publish')
    expect(passing?.points.map(({ stage }) => stage)).toEqual([1, 2, 3])
    const packing = nodes.find(({ name }) => name === 'package')
    expect(Math.abs((passing?.points[1]?.y ?? 0) - (packing?.y ?? 0))).toBeGreaterThan(50)
    for (const { y } of nodes) expect(y).toBeGreaterThanOrEqual(0)
    for (const { y } of nodes) expect(y).toBeLessThanOrEqual(height)
  })
  it('keeps the nodes of a stage apart', () => {
    const many = ['a', 'b', 'c', 'd'].map((name) => node(name))
    const ys = layOutGraph(many).nodes.map(({ y }) => y)
    expect(new Set(ys).size).toBe(4)
  })
  it('is empty of nothing', () => {
    expect(layOutGraph([])).toEqual({ stages: 0, height: 0, nodes: [], edges: [] })
  })
})

describe('layOutLanes', () => {
  it('lists by stage, and gives lines that pass each other columns of their own', () => {
    const { order, lanes, columns } = layOutLanes(FILM)
    expect(order).toEqual(['inspect', 'encode', 'poster', 'package', 'publish'])
    expect(lanes.find(({ source }) => source === 'inspect')).toMatchObject({ from: 0, to: [1, 2] })
    const columnOf = (source: string) => lanes.find((lane) => lane.source === source)?.column
    expect(columnOf('encode')).not.toBe(columnOf('poster'))
    expect(columns).toBeGreaterThan(1)
  })
})
