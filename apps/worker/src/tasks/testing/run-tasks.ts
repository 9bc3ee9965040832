import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ARTEFACTS, type ArtefactKind, type ArtefactOf } from '@marquee/jobs'
import { type PlannedTask, planPipeline } from '@marquee/media'
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
  /** Runs one task of the standard pipeline, by its name. */
  run(name: string, source: TestSource, options?: Partial<TaskRequest>): Promise<TaskEnd>
  close(): Promise<void>
}

/** One upload and what its tasks have made so far. */
export interface TestSource {
  readonly key: string
  readonly runId: string
  /** By the names of the tasks. */
  readonly made: Map<string, Artefacts>
}

export async function openTaskBench(sandbox: 'auto' | 'off' = 'auto'): Promise<TaskBench> {
  const scratch = await mkdtemp(join(tmpdir(), 'marquee-tasks-'))
  await chmod(scratch, 0o711)
  const stores = {
    originals: createMemoryStore('originals'),
    temporary: createMemoryStore('temporary'),
    transcoded: createMemoryStore('transcoded'),
  }
  const logger = createLogger('test', { level: 'error' })
  const tasks = await planStandard()
  const runner = await openMediaRunner({
    stores,
    scratch,
    sandbox,
    preset: 'ultrafast',
    logger,
    onProgramEnd: () => {},
  })
  return {
    stores,
    scratch,
    run: (name, source, options) => runNamed({ runner, scratch, tasks }, name, source, options),
    close: () => rm(scratch, { recursive: true, force: true }),
  }
}

async function planStandard(): Promise<readonly PlannedTask[]> {
  const definitions = await loadDefinitions([SHIPPED_DEFINITIONS], CATALOGUE)
  const standard = definitions.find(({ name }) => name === 'standard')
  const plan = standard && planPipeline(standard, CATALOGUE)
  if (!plan?.ok) throw new Error('The standard pipeline has no plan')
  return plan.tasks
}

async function runNamed(
  { runner, scratch, tasks }: { runner: MediaRunner; scratch: string; tasks: readonly PlannedTask[] },
  name: string,
  source: TestSource,
  options: Partial<TaskRequest> = {},
): Promise<TaskEnd> {
  const task = tasks.find((one) => one.name === name)
  if (!task) throw new Error(`The standard pipeline has no task ${name}`)
  const folder = await mkdtemp(join(scratch, 'task-'))
  const end = await runner.run({
    runId: source.runId,
    videoPublicId: VIDEO,
    taskName: name,
    type: task.type,
    options: task.options ?? {},
    item: null,
    sourceKey: source.key,
    inputs: task.needs.flatMap((need) =>
      Object.entries(source.made.get(need) ?? {}).map(([kind, value]) => ({ kind, value })),
    ),
    folder,
    reportProgress: () => undefined,
    signal: new AbortController().signal,
    ...options,
  })
  await rm(folder, { recursive: true, force: true })
  if (end.outcome === 'succeeded') source.made.set(name, end.artefacts)
  return end
}

/** Stores an upload under a fresh key. */
export async function upload(bench: TaskBench, bytes: Uint8Array): Promise<TestSource> {
  const runId = randomUUID()
  const key = `uploads/${runId}/source`
  await bench.stores.originals.put(key, bytes)
  return { key, runId, made: new Map() }
}

/** Runs tasks in turn; @throws the first failure */
export async function runAll(bench: TaskBench, source: TestSource, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const end = await bench.run(name, source)
    if (end.outcome === 'failed') throw end.failure
  }
}

/** What the task that ran last of those that make this kind has made. */
export function artefactOf<Kind extends ArtefactKind>(source: TestSource, kind: Kind): ArtefactOf<Kind> {
  const found = [...source.made.values()].findLast((artefacts) => kind in artefacts)
  if (!found) throw new Error(`Nothing has made ${kind}`)
  return ARTEFACTS[kind].parse(found[kind]) as ArtefactOf<Kind>
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

/** Names of everything in a store. */
export async function keysOf(store: MemoryStore): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list('')) keys.push(key)
  return keys
}
