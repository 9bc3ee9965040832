import {
  type InspectOutput,
  type OptionValue,
  type PipelineProblem,
  planPipeline,
  type SourceFacts,
} from '@marquee/media'
import type { RunRow, TaskRow } from './find-run.ts'

/** What a run can do now. Names are those of its waiting tasks. */
export type RunPlan =
  | { readonly ok: true; readonly queue: readonly string[]; readonly skip: readonly string[] }
  | { readonly ok: false; readonly problems: readonly PipelineProblem[] }

/**
 * Which waiting tasks may run, because all they need is settled and their conditions hold, and which never will.
 * The run's own rows are its definition, so that a newer program continues what an older one began.
 */
export function planRun(run: Pick<RunRow, 'definition' | 'definitionVersion' | 'tasks'>): RunPlan {
  const plan = planPipeline(
    { name: run.definition, version: run.definitionVersion, tasks: run.tasks.map(toDefinition) },
    findFacts(run.tasks),
  )
  if (!plan.ok) return plan
  const status = new Map(run.tasks.map((task) => [task.name, task.status]))
  const isWaiting = (name: string) => status.get(name) === 'waiting'
  const skip = plan.tasks.filter(({ name, decision }) => decision === 'skip' && isWaiting(name))
  for (const { name } of skip) status.set(name, 'skipped')
  const isSettled = (name: string) => ['succeeded', 'skipped'].includes(status.get(name) ?? '')
  const queue = plan.tasks.filter(
    ({ name, needs, decision }) => decision === 'run' && isWaiting(name) && needs.every(isSettled),
  )
  return { ok: true, queue: queue.map(({ name }) => name), skip: skip.map(({ name }) => name) }
}

function toDefinition({ name, type, needs, condition, options }: TaskRow) {
  return {
    name,
    type,
    needs,
    when: condition ?? undefined,
    options: options as Readonly<Record<string, OptionValue>>,
  }
}

function findFacts(tasks: readonly TaskRow[]): SourceFacts | undefined {
  const inspection = tasks.find(({ type, status }) => type === 'inspect' && status === 'succeeded')
  // Written by settle-task from a parsed result.
  return (inspection?.output as unknown as InspectOutput | undefined)?.facts
}
