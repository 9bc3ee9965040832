import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ARTEFACTS, type ArtefactKind, type ArtefactOf } from '@marquee/jobs'
import {
  type HardwareEncoder,
  initName,
  type PipelineDefinition,
  type PlannedTask,
  planPipeline,
  type SourceFacts,
  segmentName,
  type TaskInput,
} from '@marquee/media'
import { createLogger } from '@marquee/service'
import { createMemoryStore, type MemoryStore } from '@marquee/storage'
import { loadDefinitions, SHIPPED_DEFINITIONS } from '../../pipeline/load-definitions.ts'
import type { Artefacts } from '../define-task.ts'
import { type MediaRunner, openMediaRunner, type TaskEnd } from '../open-media-runner.ts'
import type { TaskRequest } from '../task-context.ts'
import { CATALOGUE } from '../task-types.ts'
import { writeBelow } from './footage.ts'

const VIDEO = 'testVideo01'

/** Tasks on stores in memory, with real programs in a real sandbox. */
export interface TaskBench {
  readonly stores: {
    readonly originals: MemoryStore
    readonly temporary: MemoryStore
    readonly transcoded: MemoryStore
  }
  /** The local folder that everything of this bench lies in. */
  readonly scratch: string
  /** Runs one task of the bench's pipeline, by its name. */
  run(name: string, source: TestSource, options?: Partial<TaskRequest>): Promise<TaskEnd>
  /** Whether the pipeline leaves a task out for this source, as far as it is known. */
  skips(name: string, source: TestSource): boolean
  close(): Promise<void>
}

/** One upload and what its tasks have made so far. */
export interface TestSource {
  readonly key: string
  readonly runId: string
  /** By the names of the tasks. */
  readonly made: Map<string, Artefacts>
}

/** @param folder that is the caller's to remove; by default a temporary one */
export async function openTaskBench(
  sandbox: 'auto' | 'off' = 'auto',
  folder?: string,
  pipeline = 'standard',
  hardware: HardwareEncoder | null = null,
): Promise<TaskBench> {
  const scratch = folder ?? (await mkdtemp(join(tmpdir(), 'marquee-tasks-')))
  await chmod(scratch, 0o711)
  const stores = {
    originals: createMemoryStore('originals'),
    temporary: createMemoryStore('temporary'),
    transcoded: createMemoryStore('transcoded'),
  }
  const logger = createLogger('test', { level: 'error' })
  const definition = await loadNamed(pipeline)
  const tasks = planOf(definition)
  const runner = await openMediaRunner({
    stores,
    scratch,
    sandbox,
    preset: 'ultrafast',
    hardware,
    encodes: 2,
    logger,
    onProgramEnd: () => {},
  })
  return {
    stores,
    scratch,
    run: (name, source, options) => runNamed({ runner, scratch, tasks }, name, source, options),
    skips: (name, { made }) => {
      const report = ARTEFACTS.facts.safeParse(made.get('inspect')?.facts).data
      return planOf(definition, report?.facts).some((task) => task.name === name && task.decision === 'skip')
    },
    close: async () => (folder ? undefined : rm(scratch, { recursive: true, force: true })),
  }
}

const EXAMPLES = resolve(import.meta.dirname, '../../../../../docs/examples')

/** A definition that comes with Marquee, or of docs/examples. */
export async function loadNamed(pipeline: string): Promise<PipelineDefinition> {
  const { definitions } = await loadDefinitions([SHIPPED_DEFINITIONS, EXAMPLES], CATALOGUE)
  const definition = definitions.find(({ name }) => name === pipeline)
  if (!definition) throw new Error(`There is no pipeline ${pipeline}`)
  return definition
}

function planOf(definition: PipelineDefinition, facts?: SourceFacts): readonly PlannedTask[] {
  const plan = planPipeline(definition, CATALOGUE, facts)
  if (!plan.ok) throw new Error(`The pipeline ${definition.name} has no plan`)
  return plan.tasks
}

interface Room {
  readonly runner: MediaRunner
  readonly scratch: string
  readonly tasks: readonly PlannedTask[]
}

async function runNamed(
  room: Room,
  name: string,
  source: TestSource,
  options: Partial<TaskRequest> = {},
): Promise<TaskEnd> {
  const task = room.tasks.find((one) => one.name === name)
  if (!task) throw new Error(`The pipeline has no task ${name}`)
  if (task.each === undefined) return runPiece(room, task, null, source, options)
  const { chunks } = artefactOf(source, 'chunks')
  let end = await runPiece(room, task, 0, source, options)
  for (let item = 1; item < chunks.length && end.outcome === 'succeeded'; item += 1) {
    const next = await runPiece(room, task, item, source, options)
    const peakBytes = Math.max(end.peakBytes, next.peakBytes)
    end = { ...next, cpuSeconds: end.cpuSeconds + next.cpuSeconds, peakBytes }
  }
  return end
}

async function runPiece(
  { runner, scratch }: Room,
  task: PlannedTask,
  item: number | null,
  source: TestSource,
  options: Partial<TaskRequest>,
): Promise<TaskEnd> {
  const taskName = item === null ? task.name : `${task.name}.${item}`
  const folder = await mkdtemp(join(scratch, 'task-'))
  const end = await runner.run({
    runId: source.runId,
    videoPublicId: VIDEO,
    taskName,
    type: task.type,
    options: task.options ?? {},
    item,
    sourceKey: source.key,
    inputs: task.needs.flatMap((need) => madeBy(source, need)),
    watermark: null,
    software: false,
    folder,
    reportProgress: () => undefined,
    signal: new AbortController().signal,
    ...options,
  })
  await rm(folder, { recursive: true, force: true })
  if (end.outcome === 'succeeded') source.made.set(taskName, end.artefacts)
  return end
}

/** Of a node in pieces in their order, which is that in which they ran. */
function madeBy({ made }: TestSource, node: string): TaskInput[] {
  return [...made]
    .filter(([name]) => name === node || name.startsWith(`${node}.`))
    .flatMap(([, artefacts]) => Object.entries(artefacts).map(([kind, value]) => ({ kind, value })))
}

/** Stores an upload under a fresh key. */
export async function upload(bench: TaskBench, bytes: Uint8Array): Promise<TestSource> {
  const runId = randomUUID()
  const key = `uploads/${runId}/source`
  await bench.stores.originals.put(key, bytes)
  return { key, runId, made: new Map() }
}

/** Runs those of the tasks in turn that the source is for; @throws the first failure */
export async function runAll(
  bench: TaskBench,
  source: TestSource,
  names: readonly string[],
  options: Partial<TaskRequest> = {},
): Promise<void> {
  for (const name of names) {
    if (bench.skips(name, source)) continue
    const end = await bench.run(name, source, options)
    if (end.outcome === 'failed') throw end.failure
  }
}

/** What the task that ran last of those that make this kind has made. */
export function artefactOf<Kind extends ArtefactKind>(source: TestSource, kind: Kind): ArtefactOf<Kind> {
  const found = [...source.made.values()].findLast((artefacts) => kind in artefacts)
  if (!found) throw new Error(`Nothing has made ${kind}`)
  return ARTEFACTS[kind].parse(found[kind])
}

/** Shows the encoder of a film that was split its lowest rung alone. */
export function leaveOneRung(source: TestSource): void {
  const stream = artefactOf(source, 'stream')
  const head = { ...stream.head, pictures: stream.head.pictures.slice(-1) }
  const split = source.made.get('split')
  source.made.set('split', { ...split, stream: { ...stream, head, rungs: stream.rungs.slice(-1) } })
}

/** Copies a published revision to a local folder, and answers its path. */
export async function copyRevision(bench: TaskBench, revision: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-revision-'))
  const prefix = `videos/${VIDEO}/${revision}/`
  for await (const { key } of bench.stores.transcoded.list(prefix)) {
    const { body } = await bench.stores.transcoded.get(key)
    await writeBelow(folder, key.slice(prefix.length), Buffer.concat(await body.toArray()))
  }
  return folder
}

/** The beginning of a track as a player reads it. */
export async function firstSegment(bench: TaskBench, revision: string, track: string): Promise<Buffer> {
  const pieces = [initName(track), segmentName(track, 1)].map(async (name) => {
    const { body } = await bench.stores.transcoded.get(`videos/${VIDEO}/${revision}/${name}`)
    return Buffer.concat(await body.toArray())
  })
  return Buffer.concat(await Promise.all(pieces))
}

/** Names of everything in a store. */
export async function keysOf(store: MemoryStore): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list('')) keys.push(key)
  return keys
}
