'use client'

import { type CSSProperties, type KeyboardEvent, type ReactNode, useMemo } from 'react'
import { type GraphLayout, type GraphNode, layOutGraph, ROW_UNITS } from '../graph/lay-out-graph.ts'
import { type Lane, type LaneLayout, layOutLanes } from '../graph/lay-out-lanes.ts'
import { nextIndex } from '../hooks/move-focus.ts'
import { classes } from './class-names.ts'

/** What a node is at, for its frame and the lines that leave it. Say it in words too. */
export type GraphTone = 'quiet' | 'waiting' | 'active' | 'done' | 'trouble'

export type GraphProps<Node extends GraphNode> = {
  label: string
  nodes: readonly Node[]
  toneOf: (node: Node) => GraphTone
  /** 0 to 1, drawn along the foot of a node; undefined for none. */
  fractionOf?: (node: Node) => number | undefined
  /** What stands in a node: two short texts, each of at most two lines. */
  renderNode: (node: Node) => ReactNode
  /** The name of the node that is told about elsewhere on the page, at `detailId`. */
  chosen?: string | undefined
  onChoose?: (name: string) => void
  detailId?: string
  className?: string
}

/**
 * An acyclic graph: stages along the line of reading, or, where they do not fit, one node a line with lanes beside them.
 * Nodes are a list of buttons in that order; lines are for the eye alone, so say beside it what waits for what.
 */
export function Graph<Node extends GraphNode>(props: GraphProps<Node>) {
  const { label, nodes, toneOf, renderNode, fractionOf, chosen, onChoose, detailId, className } = props
  // Only a graph of other nodes is laid out anew, not one whose nodes have moved on.
  const shape = JSON.stringify(nodes.map(({ name, needs }) => ({ name, needs })))
  const { wide, narrow } = useMemo(() => {
    const plain: GraphNode[] = JSON.parse(shape)
    return { wide: layOutGraph(plain), narrow: layOutLanes(plain) }
  }, [shape])
  const toneByName = new Map(nodes.map((node) => [node.name, toneOf(node)]))
  const ordered = narrow.order.flatMap((name) => nodes.find((node) => node.name === name) ?? [])
  const size = {
    '--mq-stages': wide.stages,
    '--mq-rows': wide.height / ROW_UNITS,
    '--mq-lines': nodes.length,
    '--mq-lanes': narrow.columns,
  } as CSSProperties
  return (
    <div className={classes('mq-graph', className)} data-stages={reach(wide.stages)}>
      <div className="mq-graph-field" style={size}>
        <WideLines layout={wide} toneByName={toneByName} />
        <NarrowLines layout={narrow} toneByName={toneByName} />
        <ol className="mq-graph-nodes" aria-label={label} onKeyDown={moveAlong}>
          {ordered.map((node, line) => (
            <li key={node.name} style={placeOf(node.name, line, wide)}>
              <button
                type="button"
                className="mq-graph-node"
                data-tone={toneOf(node)}
                data-node={node.name}
                aria-pressed={onChoose ? node.name === chosen : undefined}
                aria-controls={detailId}
                onClick={() => onChoose?.(node.name)}
              >
                {renderNode(node)}
                <Rail fraction={fractionOf?.(node)} />
              </button>
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

function Rail({ fraction }: { fraction: number | undefined }) {
  if (fraction === undefined) return null
  const style = { '--mq-fraction': Math.min(1, Math.max(0, fraction)) } as CSSProperties
  return <span className="mq-graph-rail" style={style} aria-hidden="true" />
}

/** How wide a graph must be to stand side by side: style sheets cannot reckon that, so there are a few sizes. */
function reach(stages: number): 'few' | 'some' | 'many' | 'more' {
  if (stages <= 4) return 'few'
  if (stages <= 6) return 'some'
  return stages <= 8 ? 'many' : 'more'
}

function placeOf(name: string, line: number, { nodes }: GraphLayout): CSSProperties {
  const { stage = 0, y = 0 } = nodes.find((node) => node.name === name) ?? {}
  return { '--mq-stage': stage, '--mq-y': y / ROW_UNITS, '--mq-line': line } as CSSProperties
}

/** Arrows go on to the next node and back, as in any list of ours; Tab does as well. */
function moveAlong(event: KeyboardEvent<HTMLElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('.mq-graph-node')]
  const current = buttons.findIndex((button) => button.matches(':focus'))
  const rtl = getComputedStyle(event.currentTarget).direction === 'rtl'
  const next =
    nextIndex(event.key, current, buttons.length, 'vertical') ??
    nextIndex(event.key, current, buttons.length, 'horizontal', rtl)
  if (next === undefined) return
  event.preventDefault()
  buttons[next]?.focus()
}

type Tones = ReadonlyMap<string, GraphTone>

/** A stage is 100 wide here, of which its node takes the first {@link NODE_SHARE}; the drawing is stretched to its field. */
const STAGE = 100
const NODE_SHARE = 76

function WideLines({ layout, toneByName }: { layout: GraphLayout; toneByName: Tones }) {
  const width = layout.stages * STAGE - (STAGE - NODE_SHARE)
  return (
    <svg
      className="mq-graph-wide"
      viewBox={`0 0 ${Math.max(1, width)} ${Math.max(1, layout.height)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {layout.edges.map(({ from, to, points }) => (
        <path key={`${from} ${to}`} d={curve(points)} data-tone={lineTone(toneByName, from, to)} />
      ))}
    </svg>
  )
}

/** Level while it passes a stage, and between stages a bend. */
function curve(points: GraphLayout['edges'][number]['points']): string {
  const [first, ...rest] = points
  if (!first) return ''
  let path = `M ${first.stage * STAGE + NODE_SHARE} ${first.y}`
  let y = first.y
  for (const [index, point] of rest.entries()) {
    const start = point.stage * STAGE
    const middle = start - (STAGE - NODE_SHARE) / 2
    path += ` C ${middle} ${y} ${middle} ${point.y} ${start} ${point.y}`
    if (index < rest.length - 1) path += ` H ${start + NODE_SHARE}`
    y = point.y
  }
  return path
}

/** In px of a lane and of a line: rem would not do in a path. The field's style sheet has the same. */
const LANE = 14
const LINE = 72
const BEND = 7

function NarrowLines({ layout, toneByName }: { layout: LaneLayout; toneByName: Tones }) {
  const width = (layout.columns + 1) * LANE
  const height = layout.order.length * LINE
  return (
    <svg
      className="mq-graph-narrow"
      viewBox={`0 0 ${width} ${Math.max(1, height)}`}
      aria-hidden="true"
      focusable="false"
    >
      {layout.lanes.flatMap((lane) =>
        lane.to.map((line) => (
          <path
            key={`${lane.source} ${line}`}
            d={bend(lane, line, width)}
            data-tone={lineTone(toneByName, lane.source, layout.order[line] ?? '')}
          />
        )),
      )}
    </svg>
  )
}

/** Out of the node that it leaves, down its lane, into the one that it enters. */
function bend({ from, column }: Lane, to: number, width: number): string {
  const x = width - (column + 1) * LANE
  const [top, foot] = [(from + 0.62) * LINE, (to + 0.38) * LINE]
  return `M ${width} ${top} H ${x + BEND} Q ${x} ${top} ${x} ${top + BEND} V ${foot - BEND} Q ${x} ${foot} ${x + BEND} ${foot} H ${width}`
}

/** A line is quiet where either end is, and lit once what it leaves is done. */
function lineTone(tones: Tones, from: string, to: string): GraphTone {
  if (tones.get(from) === 'quiet' || tones.get(to) === 'quiet') return 'quiet'
  return tones.get(from) === 'done' ? 'done' : 'waiting'
}
