import type { Catalogue } from './catalogue.ts'
import { type Conditions, conditionsHold } from './conditions.ts'
import type { TaskDefinition } from './definition.ts'
import { type Maker, requiresOf } from './makers.ts'
import type { PipelineProblem } from './pipeline-problem.ts'
import { describeCase, type SampleCase, sampleCases } from './sample-cases.ts'

/** A definition whose names all stand for something, and whose tasks can be put in an order. */
export interface Planned {
  readonly tasks: readonly TaskDefinition[]
  readonly catalogue: Catalogue
  readonly makers: ReadonlyMap<string, Maker>
}

/** Of every source for which something holds one of the tasks must run, and its failure must not be borne. */
export interface Duty {
  readonly tasks: readonly TaskDefinition[]
  /** All of it. */
  readonly where: readonly Conditions[]
  /** What happens else, in words. */
  readonly otherwise: string
}

/** What a task must find to run. */
interface Way {
  readonly requirements: readonly Requirement[]
  /** A task on it whose failure is borne. */
  readonly optional: TaskDefinition | undefined
}

/** What must hold for a task to run, and which field of which task says so. */
interface Requirement {
  readonly task: string
  readonly field: string
  readonly conditions: Conditions
}

export function checkDuty({ tasks, where, otherwise }: Duty, planned: Planned): PipelineProblem[] {
  const ways = tasks.map((task) => wayTo(task, planned))
  const asked = ways.flatMap(({ requirements }) => requirements).map(({ conditions }) => conditions)
  const cases = sampleCases([...where, ...asked])
  if (!cases) return [TOO_MANY_CONDITIONS]
  const gap = cases
    .filter((one) => allHold(where, one))
    .find((one) => !ways.some((way) => way.optional === undefined && leadsOn(way, one)))
  return gap ? [tellGap(gap, ways, otherwise)] : []
}

const TOO_MANY_CONDITIONS: PipelineProblem = {
  ...{ code: 'UNPUBLISHED', task: null, field: 'tasks' },
  message:
    'Too many conditions decide what is published to tell whether anything always is: ask for fewer lengths and sizes.',
}

function tellGap(gap: SampleCase, ways: readonly Way[], otherwise: string): PipelineProblem {
  const borne = ways.find((way) => leadsOn(way, gap))?.optional
  if (borne) {
    const message = `Where it fails, ${otherwise}: leave «essential: false» out.`
    return { code: 'UNPUBLISHED', task: borne.name, field: 'essential', message }
  }
  const way = ways.find(({ optional }) => optional === undefined) ?? ways[0]
  const unmet = way?.requirements.find(({ conditions }) => !conditionsHold(conditions, gap.traits))
  const message = `It does not run for a source with ${describeCase(gap)}, and ${otherwise}: change that, or add a task for such sources.`
  return { code: 'UNPUBLISHED', task: unmet?.task ?? null, field: unmet?.field ?? null, message }
}

/** What the source must be for a task to run, and for all that it cannot run without. */
export function conditionsOf(task: TaskDefinition, planned: Planned): readonly Conditions[] {
  return wayTo(task, planned).requirements.map(({ conditions }) => conditions)
}

export function allHold(conditions: readonly Conditions[], { traits }: SampleCase): boolean {
  return conditions.every((one) => conditionsHold(one, traits))
}

function leadsOn({ requirements }: Way, one: SampleCase): boolean {
  return allHold(
    requirements.map(({ conditions }) => conditions),
    one,
  )
}

function wayTo(task: TaskDefinition, planned: Planned): Way {
  const steps = [...stepsTo(task, planned)]
  const requirements = steps.flatMap((step) => requirementsOf(step, planned))
  return {
    // Each once, by the task that is nearest.
    requirements: [
      ...new Map(requirements.toReversed().map((one) => [JSON.stringify(one.conditions), one])).values(),
    ],
    optional: steps.find(({ essential }) => essential === false),
  }
}

/** The task, and all that it cannot run without. */
function stepsTo(
  task: TaskDefinition,
  planned: Planned,
  seen = new Set<TaskDefinition>(),
): Set<TaskDefinition> {
  const { tasks, catalogue, makers } = planned
  const contract = catalogue.find(task.type)
  if (!contract || seen.has(task)) return seen
  seen.add(task)
  const required = requiresOf(task, contract, makers)
  for (const step of tasks.filter(({ name }) => required.includes(name))) stepsTo(step, planned, seen)
  return seen
}

function requirementsOf({ name, type, when = {} }: TaskDefinition, { catalogue }: Planned): Requirement[] {
  const asked = Object.entries(when).map(([condition, value]) => ({
    ...{ task: name, field: `when.${condition}`, conditions: { [condition]: value } },
  }))
  const isBare = catalogue.find(type)?.showsSource === true
  return isBare ? [...asked, { task: name, field: 'type', conditions: { watermark: false } }] : asked
}
