import type { Catalogue } from './catalogue.ts'
import { checkOutcome } from './check-outcome.ts'
import type { PipelineDefinition, TaskDefinition } from './definition.ts'
import { findMakers, kindOf, type Maker } from './makers.ts'
import type { PipelineProblem } from './pipeline-problem.ts'
import { validatePipeline } from './validate-pipeline.ts'

/**
 * All that is wrong with a definition which new runs are to be offered: besides what leaves it without a plan, what would let
 * its runs fail, or work for nothing. A run that has begun is not judged by this.
 */
export function validateOffered(
  definition: PipelineDefinition,
  catalogue: Catalogue,
): readonly PipelineProblem[] {
  const problems = validatePipeline(definition, catalogue)
  // A name that is mistyped would look like an output that nobody reads.
  if (problems.length > 0) return problems
  const { tasks } = definition
  const makers = findMakers(tasks, catalogue)
  const misread = tasks.flatMap((task) => checkPartial(task, catalogue, makers))
  // Whoever reads the beginning in the place of the whole lacks the whole, and would be told of both.
  if (misread.length > 0) return misread
  return [
    ...checkOutcome({ tasks, catalogue, makers }),
    ...tasks.flatMap((task) => checkItem(task, catalogue, makers)),
    ...tasks.flatMap((task) => checkRead(task, tasks, catalogue)),
  ]
}

/** Of short films the beginning is all: longer ones would lack the rest. */
function checkPartial(
  { name, type, inputs }: TaskDefinition,
  catalogue: Catalogue,
  makers: ReadonlyMap<string, Maker>,
): PipelineProblem[] {
  if (catalogue.find(type)?.readsPartial) return []
  const isPartial = (input: string) => catalogue.find(makers.get(input)?.task.type ?? '')?.partial === true
  return inputs.filter(isPartial).map((input): PipelineProblem => {
    const message = `${type} reads the whole of its ${kindOf(input, makers)}, and «${input}» is the beginning alone.`
    return { code: 'INPUT_UNWANTED', task: name, field: 'inputs', message }
  })
}

/** Not repeated it would do the first item, which is all of a short film: longer ones would lack the rest. */
function checkItem(
  { name, type, inputs, each }: TaskDefinition,
  catalogue: Catalogue,
  makers: ReadonlyMap<string, Maker>,
): PipelineProblem[] {
  const itemOf = catalogue.find(type)?.itemOf
  const list = inputs.find((input) => itemOf !== undefined && kindOf(input, makers) === itemOf)
  if (list === undefined || each !== undefined) return []
  const message = `${type} does one item of «${list}» at a time: say «each: ${list}».`
  return [{ code: 'EACH_INVALID', task: name, field: 'each', message }]
}

/** What no type of task reads, such as a publication, is made for its own sake; all else for those that read it. */
function checkRead(
  { name, type, outputs }: TaskDefinition,
  tasks: readonly TaskDefinition[],
  catalogue: Catalogue,
): PipelineProblem[] {
  const { produces = [], partial = false } = catalogue.find(type) ?? {}
  const readsIt = (reader: string) => {
    const { consumes = {}, readsPartial = false } = catalogue.find(reader) ?? {}
    return produces.some((kind) => Object.hasOwn(consumes, kind)) && (readsPartial || !partial)
  }
  const isRead = outputs.some((output) => tasks.some(({ inputs }) => inputs.includes(output)))
  const readers = catalogue.types.filter(readsIt)
  if (isRead || readers.length === 0) return []
  const present = tasks.filter((task) => readsIt(task.type)).map((task) => `«${task.name}»`)
  const remedy =
    present.length > 0
      ? `let ${present.join(' or ')} read it`
      : `add a task that reads it (${readers.join(', ')})`
  const message = `No task reads ${outputs.map((output) => `«${output}»`).join(', ')}: ${remedy}, or leave this one out.`
  return [{ code: 'OUTPUT_UNREAD', task: name, field: 'outputs', message }]
}
