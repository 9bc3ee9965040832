import type { Catalogue, TaskTypeContract } from './catalogue.ts'
import type { TaskDefinition } from './definition.ts'

/** Which task makes an output, and of what kind that is. */
export interface Maker {
  readonly task: TaskDefinition
  readonly kind: string
}

/** Who makes each output; of two tasks that make the same, the first. */
export function findMakers(
  tasks: readonly TaskDefinition[],
  catalogue: Catalogue,
): ReadonlyMap<string, Maker> {
  const makers = new Map<string, Maker>()
  for (const task of tasks) {
    const kinds = catalogue.find(task.type)?.produces ?? []
    for (const [index, name] of task.outputs.entries())
      if (!makers.has(name)) makers.set(name, { task, kind: kinds[index] ?? '' })
  }
  return makers
}

export function kindOf(output: string, makers: ReadonlyMap<string, Maker>): string {
  return makers.get(output)?.kind ?? ''
}

/** Names of the tasks that a task waits for, each once. */
export function needsOf(
  { inputs, after = [] }: Pick<TaskDefinition, 'inputs' | 'after'>,
  makers: ReadonlyMap<string, Maker>,
): readonly string[] {
  return [...new Set([...inputs.flatMap((input) => makers.get(input)?.task.name ?? []), ...after])]
}

/** Of them, those without which it does not run. */
export function requiresOf(
  { inputs }: Pick<TaskDefinition, 'inputs'>,
  { consumes }: Pick<TaskTypeContract, 'consumes'>,
  makers: ReadonlyMap<string, Maker>,
): readonly string[] {
  return needsOf({ inputs: inputs.filter((input) => consumes[kindOf(input, makers)] !== 'optional') }, makers)
}
