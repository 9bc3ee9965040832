import { isRemuxable } from '../remux/judge-remux.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import type { OptionValue, PipelineDefinition, TaskDefinition } from './definition.ts'
import { contractOf, isTaskType, type ResourceClass, type TaskType } from './task-types.ts'
import { type PipelineProblem, validatePipeline } from './validate-pipeline.ts'

/** `undecided` until the source has been inspected. */
export type Decision = 'run' | 'skip' | 'undecided'

export interface PlannedTask {
  readonly name: string
  readonly type: TaskType
  readonly needs: readonly string[]
  readonly options: Readonly<Record<string, OptionValue>>
  readonly resource: ResourceClass
  readonly priority: number
  readonly weight: number
  /** 0 for tasks that start at once; each task is one past the latest it needs. */
  readonly stage: number
  readonly decision: Decision
}

export type PlanResult =
  | { readonly ok: true; readonly tasks: readonly PlannedTask[] }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] }

/**
 * Compiles a definition to the task list of one run, in an order in which every task comes after what it needs.
 * Without facts, conditional tasks and all behind them are undecided; with facts, they run or are skipped.
 */
export function planPipeline(definition: PipelineDefinition, facts?: SourceFacts): PlanResult {
  const problems = validatePipeline(definition)
  if (problems.length > 0) return { ok: false, problems }
  const planned = new Map<string, PlannedTask>()
  let waiting = definition.tasks
  while (waiting.length > 0) {
    const able = waiting.filter((task) => task.needs.every((need) => planned.has(need)))
    for (const task of able) planned.set(task.name, planTask(task, planned, facts))
    waiting = waiting.filter((task) => !planned.has(task.name))
  }
  return { ok: true, tasks: [...planned.values()] }
}

function planTask(
  task: TaskDefinition,
  planned: ReadonlyMap<string, PlannedTask>,
  facts: SourceFacts | undefined,
): PlannedTask {
  const { name, type, needs } = task
  if (!isTaskType(type)) throw new Error(`Task ${name} passed validation with the type ${type}`)
  const { resource, priority, weight } = contractOf(type)
  const behind = needs.flatMap((need) => planned.get(need) ?? [])
  const stage = Math.max(-1, ...behind.map((one) => one.stage)) + 1
  const decision = decide(task, behind, facts)
  return { name, type, needs, options: task.options ?? {}, resource, priority, weight, stage, decision }
}

/** A task whose input was skipped is skipped too. */
function decide(
  task: TaskDefinition,
  behind: readonly PlannedTask[],
  facts: SourceFacts | undefined,
): Decision {
  if (behind.some((one) => one.decision === 'skip')) return 'skip'
  if (task.when !== undefined && facts) return isRemuxable(facts) ? 'run' : 'skip'
  const isOpen = task.when !== undefined || behind.some((one) => one.decision === 'undecided')
  return isOpen ? 'undecided' : 'run'
}

/** A task of a run, as far as progress is concerned. */
export interface TaskProgress {
  readonly weight: number
  /** 0 to 1. */
  readonly fraction: number
  readonly skipped: boolean
}

/** 0 to 1 over a whole run, by weight; skipped tasks count for nothing. */
export function overallProgress(tasks: readonly TaskProgress[]): number {
  const counted = tasks.filter((task) => !task.skipped)
  const total = counted.reduce((sum, task) => sum + task.weight, 0)
  const done = counted.reduce((sum, task) => sum + task.weight * Math.min(Math.max(task.fraction, 0), 1), 0)
  return total > 0 ? done / total : 0
}
