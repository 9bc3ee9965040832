import { CONDITIONS, type PipelineDefinition, type TaskDefinition } from './definition.ts'
import { contractOf, isTaskType, TASK_TYPES } from './task-types.ts'

export type PipelineProblemCode =
  | 'EMPTY'
  | 'NAME_INVALID'
  | 'NAME_TAKEN'
  | 'TYPE_UNKNOWN'
  | 'CONDITION_UNKNOWN'
  | 'INPUT_MISSING'
  | 'CYCLE'
  | 'UNREACHABLE'

export interface PipelineProblem {
  readonly code: PipelineProblemCode
  /** Null where the definition as a whole is at fault. */
  readonly task: string | null
  readonly message: string
}

const problem = (code: PipelineProblemCode, task: string, message: string): PipelineProblem => ({
  code,
  task,
  message,
})

/** All that is wrong with a definition, each naming its task; empty where it may run. */
export function validatePipeline(definition: PipelineDefinition): readonly PipelineProblem[] {
  const { tasks } = definition
  if (tasks.length === 0) return [{ code: 'EMPTY', task: null, message: 'The pipeline has no tasks.' }]
  const byName = new Map(tasks.map((task) => [task.name, task]))
  return [
    ...tasks.flatMap((task, index) => checkName(task, tasks.slice(0, index))),
    ...tasks.flatMap(checkWords),
    ...tasks.flatMap((task) => checkInputs(task, byName)),
    ...checkOrder(tasks, byName),
  ]
}

function checkName({ name }: TaskDefinition, before: readonly TaskDefinition[]): PipelineProblem[] {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    return [
      problem('NAME_INVALID', name, `Task «${name}»: a name is lower-case letters, digits and hyphens.`),
    ]
  }
  const taken = before.some((task) => task.name === name)
  return taken ? [problem('NAME_TAKEN', name, `Task «${name}» is defined twice.`)] : []
}

function checkWords({ name, type, when }: TaskDefinition): PipelineProblem[] {
  const known = Object.keys(TASK_TYPES).join(', ')
  const unknownType = `Task «${name}» has the unknown type «${type}». Known: ${known}.`
  const unknownWhen = `Task «${name}» waits for the unknown condition «${when}». Known: ${CONDITIONS.join(', ')}.`
  return [
    ...(isTaskType(type) ? [] : [problem('TYPE_UNKNOWN', name, unknownType)]),
    ...(when === undefined || CONDITIONS.some((condition) => condition === when)
      ? []
      : [problem('CONDITION_UNKNOWN', name, unknownWhen)]),
  ]
}

function checkInputs(task: TaskDefinition, byName: ReadonlyMap<string, TaskDefinition>): PipelineProblem[] {
  const { name, type, needs } = task
  const absent = needs.filter((need) => !byName.has(need))
  const missing = absent.map((need) =>
    problem('INPUT_MISSING', name, `Task «${name}» needs «${need}», which is not in the pipeline.`),
  )
  if (!isTaskType(type) || absent.length > 0) return missing
  const offered = needs.flatMap((need) => producedBy(byName.get(need)))
  return contractOf(type)
    .consumes.filter((artefact) => !offered.includes(artefact))
    .map((artefact) =>
      problem('INPUT_MISSING', name, `Task «${name}» (${type}) needs a task that makes ${artefact}.`),
    )
}

function producedBy(task: TaskDefinition | undefined): string[] {
  return task && isTaskType(task.type) ? [contractOf(task.type).produces] : []
}

/** Takes away what can start until nothing more can; what is left waits for itself, or behind such a circle. */
function checkOrder(
  tasks: readonly TaskDefinition[],
  byName: ReadonlyMap<string, TaskDefinition>,
): PipelineProblem[] {
  const started = new Set<string>()
  let waiting = tasks
  let before = -1
  while (started.size !== before) {
    before = started.size
    for (const task of waiting.filter((one) =>
      one.needs.every((need) => started.has(need) || !byName.has(need)),
    )) {
      started.add(task.name)
    }
    waiting = waiting.filter((task) => !started.has(task.name))
  }
  return waiting.map(({ name }) => {
    const path = pathTo(name, name, byName)
    if (path) return problem('CYCLE', name, `Task «${name}» waits for itself: ${path.join(' → ')}.`)
    return problem(
      'UNREACHABLE',
      name,
      `Task «${name}» is unreachable: it waits for tasks that wait for themselves.`,
    )
  })
}

/** A way along `needs` from one task back to another, both ends included; null where there is none. */
function pathTo(from: string, to: string, byName: ReadonlyMap<string, TaskDefinition>): string[] | null {
  const seen = new Set<string>()
  const walk = (name: string): string[] | null => {
    for (const need of byName.get(name)?.needs ?? []) {
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
