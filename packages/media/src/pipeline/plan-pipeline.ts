import { PICTURE_CODECS } from '../ladder/ladder.ts'
import { type LadderPart, type Rung, selectRungs } from '../ladder/select-rungs.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { Catalogue, ResourceClass } from './catalogue.ts'
import { type Asked, judgeConditions, NOTHING_ASKED, type Traits, traitsOf } from './conditions.ts'
import type { Options, PipelineDefinition, TaskDefinition } from './definition.ts'
import { type Demands, joinDemands } from './demands.ts'
import { estimateCost } from './estimate-cost.ts'
import { estimateMemory } from './estimate-memory.ts'
import { findMakers, needsOf, requiresOf } from './makers.ts'
import type { PipelineProblem } from './pipeline-problem.ts'
import { validatePipeline } from './validate-pipeline.ts'

/** `undecided` until the source has been inspected. */
export type Decision = 'run' | 'skip' | 'undecided'

export interface PlannedTask extends TaskDefinition {
  /** Names of the tasks that it waits for, most of them because it reads their outputs. */
  readonly needs: readonly string[]
  /** Of them, those without which it does not run. */
  readonly requires: readonly string[]
  readonly resource: ResourceClass
  readonly priority: number
  readonly demands: Demands
  /** 0 for tasks that start at once; each task is one past the latest it needs. */
  readonly stage: number
  readonly decision: Decision
  /** CPU seconds; null until the source has been inspected. */
  readonly cost: number | null
  /** What it encodes, highest first; none until the source has been inspected. */
  readonly rungs: readonly Rung[]
}

export type PlanResult =
  | { readonly ok: true; readonly tasks: readonly PlannedTask[] }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] }

/**
 * Compiles a definition to the task list of one run, in an order in which every task comes after what it needs.
 * Without facts, conditional tasks and all behind them are undecided; with facts, they run or are skipped, but for what depends
 * on marks that are open.
 */
export function planPipeline(
  definition: PipelineDefinition,
  catalogue: Catalogue,
  facts?: SourceFacts,
  asked: Asked = NOTHING_ASKED,
  open: ReadonlySet<keyof Traits> = new Set(),
): PlanResult {
  const problems = validatePipeline(definition, catalogue)
  if (problems.length > 0) return { ok: false, problems }
  const makers = findMakers(definition.tasks, catalogue)
  const planned = new Map<string, PlannedTask>()
  const traits = facts && traitsOf(facts, asked)
  let waiting = definition.tasks
  while (waiting.length > 0) {
    const able = waiting.filter((task) => needsOf(task, makers).every((need) => planned.has(need)))
    for (const task of able)
      planned.set(task.name, planTask(task, { makers, planned, catalogue, facts, traits, asked, open }))
    waiting = waiting.filter((task) => !planned.has(task.name))
  }
  return { ok: true, tasks: [...planned.values()] }
}

interface Surroundings {
  readonly makers: ReturnType<typeof findMakers>
  readonly planned: ReadonlyMap<string, PlannedTask>
  readonly catalogue: Catalogue
  readonly facts: SourceFacts | undefined
  /** Of these facts. */
  readonly traits: Traits | undefined
  readonly asked: Asked
  readonly open: ReadonlySet<keyof Traits>
}

function planTask(task: TaskDefinition, surroundings: Surroundings): PlannedTask {
  const { makers, planned, catalogue, facts, asked } = surroundings
  const contract = catalogue.find(task.type)
  if (!contract) throw new Error(`Task ${task.name} passed validation with the type ${task.type}`)
  const needs = needsOf(task, makers)
  const requires = requiresOf(task, contract, makers)
  const behind = requires.flatMap((need) => planned.get(need) ?? [])
  const stages = needs.map((need) => planned.get(need)?.stage ?? 0)
  const ladder = ladderOf(task, needsOf({ inputs: task.inputs }, makers), planned)
  const memory = facts ? estimateMemory(contract.memory, facts, ladder) : {}
  return {
    ...task,
    needs,
    requires,
    resource: contract.resource,
    priority: contract.priority,
    demands: joinDemands(memory, joinDemands(contract.demands, task.demands)),
    stage: Math.max(-1, ...stages) + 1,
    decision: contract.showsSource && asked.watermark ? 'skip' : decide(task, behind, surroundings),
    cost: facts ? estimateCost(contract.cost, facts, ladder) : null,
    rungs: facts && contract.cost.perMegapixelEncoded ? selectRungs(facts, ladder) : [],
  }
}

/** Which rungs a task has to do with, by its own options and those of the tasks that it reads. */
function ladderOf(
  { options }: TaskDefinition,
  read: readonly string[],
  planned: ReadonlyMap<string, PlannedTask>,
): LadderPart {
  const all: Options = Object.assign({}, ...read.map((name) => planned.get(name)?.options), options)
  const number = (name: string) => (typeof all[name] === 'number' ? all[name] : undefined)
  return {
    codec: PICTURE_CODECS.find((codec) => codec === all.codec),
    maxShortSide: number('maxShortSide'),
    rungs: number('rungs'),
    mezzanine: all.mezzanine === true,
  }
}

/** A task without which a required input is not made is skipped too. */
function decide(
  { when }: TaskDefinition,
  behind: readonly PlannedTask[],
  { traits, open }: Pick<Surroundings, 'traits' | 'open'>,
): Decision {
  const holds = when === undefined || (traits ? judgeConditions(when, traits, open) : null)
  if (holds === false || behind.some((one) => one.decision === 'skip')) return 'skip'
  const isOpen = holds === null || behind.some((one) => one.decision === 'undecided')
  return isOpen ? 'undecided' : 'run'
}
