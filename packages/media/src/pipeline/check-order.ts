import type { TaskDefinition } from './definition.ts'
import { type Maker, needsOf } from './makers.ts'
import type { PipelineProblem } from './pipeline-problem.ts'

/**
 * Whether every task can start in the end. Takes away what can start until nothing more can; what is left waits for itself, or
 * behind such a circle.
 */
export function checkOrder(
  tasks: readonly TaskDefinition[],
  makers: ReadonlyMap<string, Maker>,
): PipelineProblem[] {
  const names = new Set(tasks.map(({ name }) => name))
  const needs = new Map(
    tasks.map((task) => [task.name, needsOf(task, makers).filter((need) => names.has(need))]),
  )
  const started = new Set<string>()
  let waiting = tasks.map(({ name }) => name)
  let before = -1
  while (started.size !== before) {
    before = started.size
    for (const name of waiting) if (needs.get(name)?.every((need) => started.has(need))) started.add(name)
    waiting = waiting.filter((name) => !started.has(name))
  }
  return waiting.map((task): PipelineProblem => {
    const path = pathTo(task, task, needs)
    const message = path
      ? `It waits for itself: ${path.join(' → ')}.`
      : 'It waits for tasks that wait for themselves.'
    return { code: path ? 'CYCLE' : 'UNREACHABLE', task, field: 'inputs', message }
  })
}

/** A way along what tasks need from one back to another, both ends included; null where there is none. */
function pathTo(from: string, to: string, needs: ReadonlyMap<string, readonly string[]>): string[] | null {
  const seen = new Set<string>()
  const walk = (name: string): string[] | null => {
    for (const need of needs.get(name) ?? []) {
      if (need === to) return [name, need]
      if (seen.has(need)) continue
      seen.add(need)
      const rest = walk(need)
      if (rest) return [name, ...rest]
    }
    return null
  }
  return walk(from)
}
