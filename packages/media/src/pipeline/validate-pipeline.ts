import type { Catalogue, Rendered, TaskTypeContract } from './catalogue.ts'
import { checkOrder } from './check-order.ts'
import { checkCondition } from './conditions.ts'
import type { PipelineDefinition, TaskDefinition } from './definition.ts'
import { findMakers, kindOf, type Maker } from './makers.ts'
import type { PipelineProblem, PipelineProblemCode } from './pipeline-problem.ts'
import { checkSharedWork } from './shared-work.ts'

type Complain = (code: PipelineProblemCode, field: string | null, message: string) => PipelineProblem

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
