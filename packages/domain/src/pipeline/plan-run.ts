import {
  type Catalogue,
  type Demands,
  HARDWARE_CODEC,
  type HardwareEncoder,
  joinDemands,
  type PipelineProblem,
  type PlannedTask,
  planPipeline,
  type SourceFacts,
} from '@marquee/media'
import type { NodeRow, RunRow, TaskRow } from './find-run.ts'
import type { Estimate } from './record-estimates.ts'
import { readStoredDefinition } from './stored-definition.ts'

/** What a run can do now, by the names of its waiting nodes. */
export type RunPlan =
  | {
      readonly ok: true
      readonly queue: readonly string[]
      readonly skip: readonly string[]
      /** Nodes that are done once for each item of a list, and its name. */
      readonly spread: readonly { readonly node: string; readonly list: string }[]
      /** Of each task, once the source is known. */
      readonly estimates: ReadonlyMap<string, Estimate>
    }
  | { readonly ok: false; readonly problems: readonly Omit<PipelineProblem, 'code'>[] }

/**
 * Which waiting nodes may run, because all they need is settled and their conditions hold, and which never will. The
 * run's own definition is asked, so that a newer program continues what an older one began.
 */
export function planRun(
  run: Pick<RunRow, 'document' | 'tasks' | 'watermark' | 'downloads'>,
  catalogue: Catalogue,
): RunPlan {
  const stored = readStoredDefinition(run.document)
  if (!stored.ok) return { ok: false, problems: [{ task: null, field: null, message: stored.why }] }
  const plan = planPipeline(stored.definition, catalogue, findFacts(run.tasks), {
    watermark: run.watermark !== null,
    downloads: run.downloads,
  })
  if (!plan.ok) return plan
  const status = new Map(run.tasks.map((task) => [task.name, task.status]))
  const isWaiting = ({ name }: PlannedTask) => status.get(name) === 'waiting'
  const isLost = (name: string) => ['skipped', 'failed'].includes(status.get(name) ?? '')
  const skip: string[] = []
  for (const task of plan.tasks) {
    if (!isWaiting(task) || !(task.decision === 'skip' || task.requires.some(isLost))) continue
    skip.push(task.name)
    status.set(task.name, 'skipped')
  }
  const isSettled = (name: string) => ['succeeded', 'skipped', 'failed'].includes(status.get(name) ?? '')
  const able = plan.tasks.filter(
    (task) => task.decision === 'run' && isWaiting(task) && task.needs.every(isSettled),
  )
  return {
    ok: true,
    queue: able.filter(({ each }) => each === undefined).map(({ name }) => name),
    skip,
    spread: able.flatMap(({ name, each }) => (each === undefined ? [] : [{ node: name, list: each }])),
    estimates: new Map(
      plan.tasks.flatMap((task) =>
        task.cost === null
          ? []
          : [[task.name, { cost: task.cost, demands: demandsOf(task, run.tasks, catalogue) }] as const],
      ),
    ),
  }
}

/** Whoever follows a stream needs what that was announced to be encoded by. */
function demandsOf(task: PlannedTask, tasks: readonly NodeRow[], catalogue: Catalogue): Demands {
  const encodes = catalogue.find(task.type)?.followsStream === true
  if (!encodes || (task.options?.codec ?? HARDWARE_CODEC) !== HARDWARE_CODEC) return task.demands
  const hardware = findHardware(tasks, task.inputs)
  return hardware ? joinDemands(task.demands, { encoders: [hardware] }) : task.demands
}

/** What encodes the H.264 of the stream among these outputs; undefined where software does. */
function findHardware(tasks: readonly NodeRow[], inputs: readonly string[]): HardwareEncoder | undefined {
  return firstMade(tasks, 'stream', (output) => inputs.includes(output))?.hardware
}

/**
 * Whether a task waits for, or was done by, the hardware that its stream was announced with, and software could do it too: not
 * where the definition itself demands that encoder of any task, since a run in software would demand it again, or cannot be read.
 */
export function usesHardware(
  { tasks, document }: Pick<RunRow, 'tasks' | 'document'>,
  { inputs, demands }: Pick<TaskRow, 'inputs' | 'demands'>,
): boolean {
  const hardware = findHardware(tasks, inputs)
  if (hardware === undefined) return false
  const isDemanded = ({ encoders }: Demands) => encoders?.includes(hardware) === true
  // Written by recordEstimates.
  if (!isDemanded(demands as Demands)) return false
  const stored = readStoredDefinition(document)
  return stored.ok && !stored.definition.tasks.some((task) => isDemanded(task.demands ?? {}))
}

function findFacts(tasks: readonly NodeRow[]): SourceFacts | undefined {
  return firstMade(tasks, 'facts')?.facts
}

/** The first of a kind that a node has made, by a name that is meant. */
function firstMade<Kind extends keyof NodeRow['output']>(
  tasks: readonly NodeRow[],
  kind: Kind,
  isMeant: (output: string) => boolean = () => true,
): NodeRow['output'][Kind] {
  return tasks.find(
    ({ status, outputs, kinds }) =>
      status === 'succeeded' && kinds.some((one, index) => one === kind && isMeant(outputs[index] ?? '')),
  )?.output[kind]
}
