import type { Catalogue, SharedWork } from './catalogue.ts'
import type { TaskDefinition } from './definition.ts'
import type { Maker } from './makers.ts'
import type { PipelineProblem } from './pipeline-problem.ts'

/** One thing that tasks work on together. */
interface Work {
  readonly maker: TaskDefinition
  /** Its name among the outputs. */
  readonly output: string
  readonly shares: SharedWork
  readonly tasks: readonly TaskDefinition[]
}

/**
 * Whether tasks that share the work on something do all of it, once, and nothing else, and whoever gathers what they make
 * reads all of it. What nobody works on is left alone.
 */
export function checkSharedWork(
  tasks: readonly TaskDefinition[],
  catalogue: Catalogue,
  makers: ReadonlyMap<string, Maker>,
): PipelineProblem[] {
  return findWorks(tasks, catalogue, makers).flatMap((work) => [
    ...checkListed(work),
    ...checkDoneOnce(work),
    ...tasks.filter((task) => gathers(task, work, catalogue)).flatMap((task) => checkGathered(task, work)),
  ])
}

function findWorks(
  tasks: readonly TaskDefinition[],
  catalogue: Catalogue,
  makers: ReadonlyMap<string, Maker>,
): readonly Work[] {
  const works = new Map<string, Work>()
  for (const task of tasks) {
    const shares = catalogue.find(task.type)?.shares
    const output = task.inputs.find((input) => shares && makers.get(input)?.kind === shares.kind)
    const maker = makers.get(output ?? '')?.task
    if (!shares || !maker || output === undefined) continue
    const key = `${task.type} ${output}`
    const known = works.get(key)?.tasks ?? []
    works.set(key, { maker, output, shares, tasks: [...known, task] })
  }
  return [...works.values()]
}

function gathers(task: TaskDefinition, { output, shares }: Work, catalogue: Catalogue): boolean {
  return catalogue.find(task.type)?.gathers === shares.kind && task.inputs.includes(output)
}

/** What is to be done, as the maker lists it. */
function listOf({ maker, shares }: Work): readonly unknown[] {
  const list = maker.options?.[shares.list]
  return Array.isArray(list) ? list : [shares.usual]
}

const doneBy = (task: TaskDefinition, { option, usual }: SharedWork): unknown =>
  task.options?.[option] ?? usual

function checkListed(work: Work): PipelineProblem[] {
  const { maker, shares, tasks } = work
  const list = listOf(work)
  return list.flatMap((item, index) => {
    if (list.indexOf(item) < index) return complain(maker, shares.list, `«${item}» is named twice.`)
    const isDone = tasks.some((task) => doneBy(task, shares) === item)
    return isDone ? [] : complain(maker, shares.list, `No ${tasks[0]?.type} makes «${item}».`)
  })
}

function checkDoneOnce(work: Work): PipelineProblem[] {
  const { maker, shares, tasks } = work
  const list = listOf(work)
  return tasks.flatMap((task, index) => {
    const item = doneBy(task, shares)
    if (!list.includes(item))
      return complain(task, shares.option, `«${item}» is none of the ${shares.list} of «${maker.name}».`)
    const other = tasks.slice(0, index).find((one) => doneBy(one, shares) === item)
    return other ? complain(task, shares.option, `«${other.name}» makes «${item}» already.`) : []
  })
}

function checkGathered(task: TaskDefinition, { tasks, output }: Work): PipelineProblem[] {
  const left = tasks.filter((one) => !one.outputs.some((made) => task.inputs.includes(made)))
  return left.map(({ name }): PipelineProblem => {
    const message = `It needs all that is made of «${output}», and does not read what «${name}» makes.`
    return { code: 'INPUT_MISSING', task: task.name, field: 'inputs', message }
  })
}

function complain(task: TaskDefinition, option: string, message: string): PipelineProblem[] {
  return [{ code: 'OPTION_INVALID', task: task.name, field: `options.${option}`, message }]
}
