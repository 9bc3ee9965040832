import type { Catalogue, Rendered, TaskTypeContract } from './catalogue.ts'
import { checkCondition } from './conditions.ts'
import type { PipelineDefinition, TaskDefinition } from './definition.ts'
import { checkSharedWork } from './shared-work.ts'

export type PipelineProblemCode =
  | 'EMPTY'
  | 'NAME_INVALID'
  | 'NAME_TAKEN'
  | 'TYPE_UNKNOWN'
  | 'CONDITION_INVALID'
  | 'INPUT_MISSING'
  | 'INPUT_UNWANTED'
  | 'OUTPUT_INVALID'
  | 'OUTPUT_TAKEN'
  | 'EACH_INVALID'
  | 'OPTION_INVALID'
  | 'CYCLE'
  | 'UNREACHABLE'
  | 'OUTPUT_UNREAD'
  | 'UNPUBLISHED'

export interface PipelineProblem {
  readonly code: PipelineProblemCode
  /** Null where the definition as a whole is at fault. */
  readonly task: string | null
  /** Of the task: `inputs`, `options.crf`; null where the task as a whole is at fault. */
  readonly field: string | null
  readonly message: string
}

type Complain = (code: PipelineProblemCode, field: string | null, message: string) => PipelineProblem

/** Which task makes an output, and of what kind that is. */
export interface Maker {
  readonly task: TaskDefinition
  readonly kind: string
}

/** Why a definition has no plan, each problem naming its task and field; empty where it has one. */
export function validatePipeline(
  definition: PipelineDefinition,
  catalogue: Catalogue,
): readonly PipelineProblem[] {
  const { tasks } = definition
  if (tasks.length === 0)
    return [{ code: 'EMPTY', task: null, field: 'tasks', message: 'The pipeline has no tasks.' }]
  const makers = findMakers(tasks, catalogue)
  const problems = [
    ...tasks.flatMap((task, index) => checkTask(task, tasks.slice(0, index), catalogue, makers)),
    ...tasks.flatMap((task) => checkAfter(task, tasks)),
    ...checkSharedWork(tasks, catalogue, makers),
    ...checkOrder(tasks, makers),
  ]
  // What a type that nobody knows would make, nobody can miss.
  const isOpen = tasks.some(({ type, outputs }) => !catalogue.find(type) && outputs.length === 0)
  return isOpen ? problems.filter(({ code }) => code !== 'INPUT_MISSING') : problems
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

function checkTask(
  task: TaskDefinition,
  before: readonly TaskDefinition[],
  catalogue: Catalogue,
  makers: ReadonlyMap<string, Maker>,
): PipelineProblem[] {
  const complain: Complain = (code, field, message) => ({ code, task: task.name, field, message })
  const named = [...checkName(task, before, complain), ...checkWhen(task, complain)]
  const contract = catalogue.find(task.type)
  if (!contract) {
    const message = `«${task.type}» is no type of task. Known: ${catalogue.types.join(', ')}.`
    return [...named, complain('TYPE_UNKNOWN', 'type', message)]
  }
  return [
    ...named,
    ...checkInputs(task, contract, makers, complain),
    ...checkRendered(task, contract, catalogue, makers, complain),
    ...checkOutputs(task, contract, before, complain),
    ...checkEach(task, makers, complain),
    ...catalogue
      .checkOptions(task.type, task.options ?? {})
      .map(({ field, message }) =>
        complain('OPTION_INVALID', field ? `options.${field}` : 'options', message),
      ),
  ]
}

function checkName(
  { name }: TaskDefinition,
  before: readonly TaskDefinition[],
  complain: Complain,
): PipelineProblem[] {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name))
    return [complain('NAME_INVALID', 'name', 'A name is lower-case letters, digits and hyphens, at most 63.')]
  const taken = before.some((task) => task.name === name)
  return taken ? [complain('NAME_TAKEN', 'name', 'Two tasks have this name.')] : []
}

function checkWhen({ when }: TaskDefinition, complain: Complain): PipelineProblem[] {
  return Object.entries(when ?? {}).flatMap(([name, value]) => {
    const message = checkCondition(name, value)
    return message === null ? [] : [complain('CONDITION_INVALID', `when.${name}`, message)]
  })
}

function checkInputs(
  { inputs }: TaskDefinition,
  { type, consumes }: TaskTypeContract,
  makers: ReadonlyMap<string, Maker>,
  complain: Complain,
): PipelineProblem[] {
  const missing = inputs
    .filter((input) => !makers.has(input))
    .map((input) => complain('INPUT_MISSING', 'inputs', `No task makes «${input}».`))
  const unwanted = inputs
    .filter((input) => makers.has(input) && !Object.hasOwn(consumes, kindOf(input, makers)))
    .map((input) =>
      complain('INPUT_UNWANTED', 'inputs', `${type} reads no ${kindOf(input, makers)}, which «${input}» is.`),
    )
  // A name that nobody makes may have been meant for any kind.
  const amounts =
    missing.length > 0
      ? []
      : Object.entries(consumes).flatMap(([kind, appetite]) => {
          const given = inputs.filter((input) => kindOf(input, makers) === kind)
          const isRepeated =
            given.length > 1 || given.some((input) => makers.get(input)?.task.each !== undefined)
          if (given.length === 0 && appetite !== 'optional')
            return [complain('INPUT_MISSING', 'inputs', `${type} needs an output of the kind ${kind}.`)]
          if (isRepeated && appetite !== 'many')
            return [complain('INPUT_UNWANTED', 'inputs', `${type} reads one ${kind}, and is given several.`)]
          return []
        })
  return [...missing, ...unwanted, ...amounts]
}

/** A task that encodes pictures cannot do with what was found of a sound, nor the other way about. */
function checkRendered(
  { inputs }: TaskDefinition,
  { type, renders }: TaskTypeContract,
  catalogue: Catalogue,
  makers: ReadonlyMap<string, Maker>,
  complain: Complain,
): PipelineProblem[] {
  return inputs.flatMap((input) => {
    const other = catalogue.find(makers.get(input)?.task.type ?? '')
    if (!renders || !other?.renders || other.renders === renders || kindOf(input, makers) !== 'facts')
      return []
    const message = `${type} needs ${FACTS_OF[renders]}: ${other.type}, which makes «${input}», finds ${FACTS_OF[other.renders]}.`
    return [complain('INPUT_UNWANTED', 'inputs', message)]
  })
}

const FACTS_OF: Readonly<Record<Rendered, string>> = {
  film: 'facts of a film',
  still: 'facts of a sound, which is shown with a still',
}

function checkAfter(
  { name, after = [] }: TaskDefinition,
  tasks: readonly TaskDefinition[],
): PipelineProblem[] {
  return after
    .filter((other) => !tasks.some((task) => task.name === other))
    .map((other) => ({
      code: 'INPUT_MISSING',
      task: name,
      field: 'after',
      message: `No task is called «${other}».`,
    }))
}

export function kindOf(output: string, makers: ReadonlyMap<string, Maker>): string {
  return makers.get(output)?.kind ?? ''
}

function checkOutputs(
  { outputs }: TaskDefinition,
  { type, produces }: TaskTypeContract,
  before: readonly TaskDefinition[],
  complain: Complain,
): PipelineProblem[] {
  const wanted = produces.length
  if (outputs.length !== wanted) {
    const kinds = produces.join(', ')
    const message = `${type} makes ${wanted} (${kinds}): name each of them, or leave outputs out.`
    return [complain('OUTPUT_INVALID', 'outputs', message)]
  }
  return outputs.flatMap((output, index) => {
    const other = before.find((task) => task.outputs.includes(output))
    if (other) return [complain('OUTPUT_TAKEN', 'outputs', `«${output}» is already made by «${other.name}».`)]
    return outputs.indexOf(output) < index
      ? [complain('OUTPUT_TAKEN', 'outputs', `«${output}» is named twice.`)]
      : []
  })
}

/** Kinds that are lists of what a task may be repeated for. */
const LISTS: readonly string[] = ['chunks']

function checkEach(
  { each, inputs }: TaskDefinition,
  makers: ReadonlyMap<string, Maker>,
  complain: Complain,
): PipelineProblem[] {
  if (each === undefined) return []
  if (!inputs.includes(each))
    return [complain('EACH_INVALID', 'each', `«${each}» is none of the task's inputs.`)]
  const kind = kindOf(each, makers)
  if (kind === '' || LISTS.includes(kind)) return []
  return [complain('EACH_INVALID', 'each', `«${each}» is ${kind}, and no list (${LISTS.join(', ')}).`)]
}

/** Takes away what can start until nothing more can; what is left waits for itself, or behind such a circle. */
function checkOrder(tasks: readonly TaskDefinition[], makers: ReadonlyMap<string, Maker>): PipelineProblem[] {
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
