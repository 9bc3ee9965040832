import { randomBytes } from 'node:crypto'
import { chown, statfs } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { HardwareEncoder, X264Preset } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import type { Logger } from '@marquee/service'
import { detectSandbox } from '../ffmpeg/detect-sandbox.ts'
import { createPrograms, type Programs, type ProgramsSettings } from '../ffmpeg/programs.ts'
import { whatIsLost } from '../ffmpeg/sandbox.ts'
import { showDevices } from '../ffmpeg/show-devices.ts'
import type { ProgramEnded } from '../observability/worker-events.ts'
import { openFileCache } from '../scratch/file-cache.ts'
import type { Artefacts, TypeOfTask } from './define-task.ts'
import { sourceOf } from './fetch-source.ts'
import { discardAttempt, findArtefacts, publishOnce } from './publish-once.ts'
import { startPrograms } from './start-programs.ts'
import type { Stores, TaskContext, TaskRequest, TaskRoom } from './task-context.ts'
import { asTaskFailure, TaskFailure, unlessDiskIsFull } from './task-failure.ts'
import { findTaskType } from './task-types.ts'

export interface MediaSettings {
  readonly stores: Stores
  /** Local folder of this machine; tasks' own folders must be on the same file system. */
  readonly scratch: string
  readonly sandbox: 'auto' | 'off'
  readonly preset: X264Preset
  /** What encodes H.264 on this machine besides software; null where nothing does. */
  readonly hardware: HardwareEncoder | null
  /** How many encodes run at once. */
  readonly encodes: number
  readonly logger: Logger
  /** Told of each program that a task has run. */
  readonly onProgramEnd: (ended: ProgramEnded) => void
}

/** What became of one attempt. `artefacts` are the task's, made by this attempt or by one that was first. */
export type TaskEnd =
  | ({ readonly outcome: 'succeeded'; readonly artefacts: Artefacts } & Usage)
  | ({ readonly outcome: 'failed'; readonly failure: TaskFailure } & Usage)

/** Of the attempt's programs. */
type Usage = Pick<Programs, 'cpuSeconds' | 'peakBytes'>

/** Runs tasks; made once for a process. */
export interface MediaRunner {
  /** @throws only the signal's reason, once it has fired */
  run(request: TaskRequest): Promise<TaskEnd>
}

/** Sources and renditions of a few runs; a 1 GB upload and its ladder take two. Of a small disk a tenth: tasks need the rest. */
const CACHE_BYTES = 6_000_000_000
const CACHE_SHARE = 0.1

export async function openMediaRunner(settings: MediaSettings): Promise<MediaRunner> {
  const { stores, scratch, preset, hardware, logger, onProgramEnd } = settings
  const sandbox = await detectSandbox(settings.sandbox, join(scratch, 'view'))
  const withDevices = hardware === null ? sandbox : await showDevices(sandbox)
  const lost = whatIsLost(sandbox)
  if (lost.length > 0) logger.warn({ lost }, 'ffmpeg runs without its whole sandbox')
  const cache = await openFileCache({
    folder: join(scratch, 'cache'),
    uid: sandbox.uid,
    maxBytes: Math.min(CACHE_BYTES, CACHE_SHARE * (await diskBytes(scratch))),
  })
  const open = (signal: AbortSignal) =>
    createPrograms({ sandbox, withDevices: sandbox, folder: scratch, signal, onEnd: () => undefined })
  await startPrograms(open, logger)
  const threads = threadsOf(settings.encodes)
  const room = { stores, cache, preset, hardware, threads, onProgramEnd }
  return { run: (request) => runTask(room, { sandbox, withDevices }, request) }
}

function threadsOf(encodes: number): number | undefined {
  return encodes === 1 ? undefined : Math.max(1, Math.floor(availableParallelism() / encodes))
}

async function diskBytes(folder: string): Promise<number> {
  const { blocks, bsize } = await statfs(folder)
  return blocks * bsize
}

type Sandboxes = Pick<ProgramsSettings, 'sandbox' | 'withDevices'>

async function runTask(room: TaskRoom, sandboxes: Sandboxes, request: TaskRequest): Promise<TaskEnd> {
  const context = openContext(room, sandboxes, request)
  const { uid } = sandboxes.sandbox
  const { signal, programs } = context
  try {
    if (uid !== null) await chown(request.folder, uid, uid)
    const artefacts = await produce(context, requireType(request.type))
    return { outcome: 'succeeded', artefacts, ...usageOf(programs) }
  } catch (error) {
    signal.throwIfAborted()
    return { outcome: 'failed', failure: asTaskFailure(error), ...usageOf(programs) }
  }
}

const usageOf = ({ cpuSeconds, peakBytes }: Programs): Usage => ({ cpuSeconds, peakBytes })

/** Another worker may be newer than this one. */
function requireType(type: string): TypeOfTask {
  const found = findTaskType(type)
  if (!found) throw new TaskFailure('INTERNAL', `this worker knows no task of the type ${type}`)
  return found
}

async function produce(context: TaskContext, type: TypeOfTask): Promise<Artefacts> {
  const earlier = await findArtefacts(context, type)
  return earlier ?? publishOnce(context, type, await perform(context, type))
}

/** What an attempt that fails has written goes with it. */
async function perform(context: TaskContext, type: TypeOfTask): Promise<Artefacts> {
  try {
    return type.parse(await type.perform(context, context.inputs, context.options))
  } catch (error) {
    // First, before others make room.
    const own = asTaskFailure(error)
    const failure = await unlessDiskIsFull(own, context.folder).catch(() => own)
    // What cannot be removed now goes with the run, or with the video.
    await discardAttempt(context).catch(() => undefined)
    throw failure
  }
}

function openContext(room: TaskRoom, sandboxes: Sandboxes, request: TaskRequest): TaskContext {
  const nonce = randomBytes(8).toString('hex')
  const revision = newPublicId()
  return {
    ...room,
    ...request,
    source: sourceOf(request, room.stores),
    nonce,
    temporaryPrefix: `runs/${request.runId}/${request.taskName}/${nonce}/`,
    revision,
    revisionPrefix: `videos/${request.videoPublicId}/${revision}/`,
    programs: createPrograms({
      ...sandboxes,
      folder: request.folder,
      signal: request.signal,
      onEnd: room.onProgramEnd,
    }),
  }
}
