import type { Catalogue } from './catalogue.ts'
import { allHold, checkDuty, conditionsOf, type Planned } from './check-duty.ts'
import type { Conditions } from './conditions.ts'
import type { TaskDefinition } from './definition.ts'
import { kindOf } from './makers.ts'
import type { PipelineProblem } from './pipeline-problem.ts'
import { describeCase, sampleCases } from './sample-cases.ts'

/** Whether every source is published in the end, and no task lacks what it cannot do without for some of them. */
export function checkOutcome(planned: Planned): PipelineProblem[] {
  return [...checkEnd(planned), ...planned.tasks.flatMap((task) => checkNeeds(task, planned))]
}

function checkEnd(planned: Planned): PipelineProblem[] {
  const { tasks, catalogue } = planned
  const types = catalogue.types.filter((type) => catalogue.find(type)?.ends)
  // Workers of an older version did not say which types these are.
  if (types.length === 0) return []
  const able = tasks.filter(({ type }) => types.includes(type))
  const ending = able.filter((task) => task.options?.[earlyOption(task, catalogue)] !== true)
  if (ending.length > 0)
    return checkDuty({ tasks: ending, where: [], otherwise: 'nothing is published in the end' }, planned)
  const [early] = able
  const message = `No task makes the final publication, which ends a run: ${early ? 'leave this option out, or add' : 'add'} a task of the type ${types.join(' or ')}.`
  const field = early ? `options.${earlyOption(early, catalogue)}` : 'tasks'
  return [{ code: 'UNPUBLISHED', task: early?.name ?? null, field, message }]
}

const earlyOption = ({ type }: TaskDefinition, catalogue: Catalogue) =>
  catalogue.find(type)?.ends?.unless ?? ''

function checkNeeds(task: TaskDefinition, planned: Planned): PipelineProblem[] {
  const { tasks, catalogue, makers } = planned
  if (task.essential === false) return []
  return Object.entries(catalogue.find(task.type)?.needsWhere ?? {}).flatMap(([kind, conditions]) => {
    const isRead = (output: string) => task.inputs.includes(output) && kindOf(output, makers) === kind
    const making = tasks.filter(({ outputs }) => outputs.some(isRead))
    const where = [conditions, ...conditionsOf(task, planned)]
    if (making.length === 0) return tellLack(task, kind, where, planned)
    const otherwise = `«${task.name}» fails without its ${kind}`
    return checkDuty({ tasks: making, where, otherwise }, planned)
  })
}

function tellLack(
  { name, type }: TaskDefinition,
  kind: string,
  where: readonly Conditions[],
  { tasks, catalogue, makers }: Planned,
): PipelineProblem[] {
  const lacking = sampleCases(where)?.find((one) => allHold(where, one))
  if (!lacking) return []
  const whole = tasks.filter((task) => catalogue.find(task.type)?.partial !== true)
  const made = whole.flatMap(({ outputs }) => outputs.filter((output) => kindOf(output, makers) === kind))
  const remedy =
    made.length > 0 ? `read ${made.map((output) => `«${output}»`).join(' or ')}` : 'add a task that makes it'
  const message = `Of a source with ${describeCase(lacking)} ${type} fails without its ${kind}: ${remedy}.`
  return [{ code: 'INPUT_MISSING', task: name, field: 'inputs', message }]
}
