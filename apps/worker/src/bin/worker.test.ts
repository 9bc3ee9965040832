import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { findRun, findTask } from '@marquee/domain/pipeline'
import { isSettled } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { isAlive } from '../ffmpeg/read-process.ts'
import { type OwnStage, openOwnStage } from './testing/own-stage.ts'
import {
  openStageClient,
  type RunningWorker,
  type StageClient,
  startWorker,
} from './testing/stage-programs.ts'

const run = promisify(execFile)
const PATIENCE = { timeout: 240_000, interval: 200 }

let stage: OwnStage
let client: StageClient
let folder: string
let clip: string
let control: RunningWorker
const media = new Set<RunningWorker>()

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'marquee-worker-test-'))
  // Programs run as nobody, and must reach their folder.
  await chmod(folder, 0o711)
  clip = path.join(folder, 'clip.mp4')
  await makeClip(clip, 8)
  stage = await openOwnStage()
  client = await openStageClient(stage.variables)
  control = await startWorker(stage.variables, 'dispatch,complete')
}, 120_000)

afterAll(async () => {
  for (const worker of media) await worker.stop('SIGKILL')
  await control.stop('SIGTERM')
  await client.close()
  await stage.close()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

/** H.264 and AAC, so that it is remuxed; big enough that its encode can be met in the middle. */
async function makeClip(file: string, seconds: number): Promise<void> {
  const size = `duration=${seconds}:size=1280x720:rate=30`
  const sound = `sine=frequency=440:duration=${seconds}`
  const inputs = ['-f', 'lavfi', '-i', `testsrc2=${size}`, '-f', 'lavfi', '-i', sound]
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '60', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
  await run('ffmpeg', ['-v', 'error', '-y', ...inputs, ...codecs, '-movflags', '+faststart', file])
}

async function startMedia(): Promise<RunningWorker> {
  const worker = await startWorker(
    { ...stage.variables, WORKER_SCRATCH: path.join(folder, 'scratch') },
    'encode,light',
  )
  media.add(worker)
  return worker
}

async function stopMedia(worker: RunningWorker, signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
  media.delete(worker)
  return worker.stop(signal)
}

/** The clip is short: one chunk, one encode. */
const ENCODE = 'encode.0'
const taskOf = (runId: bigint, name: string) => findTask(client.database, { runId, name })

const waitForMidEncode = (runId: bigint) =>
  vi.waitFor(async () => {
    const task = await taskOf(runId, ENCODE)
    expect(task?.status).toBe('running')
    expect(task?.fraction).toBeGreaterThan(0.1)
    expect(task?.fraction).toBeLessThan(0.9)
  }, PATIENCE)

async function waitForReady(videoId: bigint) {
  const settled = await vi.waitFor(async () => {
    const video = await client.database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(isSettled(video.status)).toBe(true)
    return video
  }, PATIENCE)
  expect(settled).toMatchObject({ status: 'ready', errorCode: null })
  return settled
}

async function listKeys(store: 'temporary' | 'transcoded', prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of client.stores[store].list(prefix)) keys.push(key)
  return keys
}

/** What the dispatcher said when it took a task from a dead worker. */
const handOverOf = (runId: bigint): { silentMs: number } | undefined =>
  control.log
    .map((line) => JSON.parse(line) as { run?: string; silentMs: number })
    .find(({ run, silentMs }) => run === String(runId) && silentMs !== undefined)

/** What the finished run must look like, whatever happened on the way. */
async function expectFinishedOnce(runId: bigint, videoId: bigint, publicId: string): Promise<void> {
  const video = await waitForReady(videoId)
  const found = await findRun(client.database, runId)
  expect(found?.status).toBe('succeeded')
  const masters = (await listKeys('transcoded', `videos/${publicId}/`)).filter((key) =>
    key.endsWith('/master.m3u8'),
  )
  const streams = new Set(masters.map((key) => key.split('/')[2] ?? ''))
  const retired = await client.database.retiredRevision.findMany({ where: { videoPublicId: publicId } })
  const known = [video.revision, ...retired.map(({ revision }) => revision)]
  expect([...streams].filter((revision) => !known.includes(revision))).toEqual([])
  expect(streams.has(video.revision ?? '')).toBe(true)
}

describe('the worker program', () => {
  it('makes a real clip ready, small all the while, and its temporary objects go', {
    timeout: 400_000,
  }, async () => {
    const worker = await startMedia()
    const { runId, videoId, publicId } = await client.process(clip)
    await expectFinishedOnce(runId, videoId, publicId)
    const video = await client.database.video.findUniqueOrThrow({
      where: { id: videoId },
      include: { renditions: true },
    })
    expect(video).toMatchObject({ width: 1280, height: 720 })
    expect(video.renditions.map(({ name }) => name).sort()).toEqual(['240p', '360p', '480p', '720p', 'audio'])
    await vi.waitFor(async () => expect(await listKeys('temporary', `runs/${runId}/`)).toEqual([]), 30_000)
    expect(await peakMegabytesOf(worker)).toBeLessThan(250)
    await stopMedia(worker, 'SIGTERM')
  })

  it('tells what is wrong with a file, leaves nothing of it, and goes on', { timeout: 300_000 }, async () => {
    const worker = await startMedia()
    const noise = path.join(folder, 'noise.mp4')
    await writeFile(noise, randomBytes(200_000))
    const { runId, videoId, publicId } = await client.process(noise)
    const video = await vi.waitFor(async () => {
      const found = await client.database.video.findUniqueOrThrow({ where: { id: videoId } })
      expect(found.status).toBe('failed')
      return found
    }, PATIENCE)
    expect(video.errorCode).toMatch(/^SOURCE_/)
    expect((await findRun(client.database, runId))?.errorTask).toBe('inspect')
    await vi.waitFor(async () => expect(await listKeys('temporary', `runs/${runId}/`)).toEqual([]), 30_000)
    expect(await listKeys('transcoded', `videos/${publicId}/`)).toEqual([])
    await stopMedia(worker, 'SIGTERM')
  })

  it('is killed in mid-encode: another finishes the run, once', { timeout: 500_000 }, async () => {
    const killed = await startMedia()
    const { runId, videoId, publicId } = await client.process(clip)
    await waitForMidEncode(runId)
    const pid = killed.child.pid ?? 0
    const encoders = await childrenOf(pid)
    const before = await taskOf(runId, ENCODE)
    await stopMedia(killed, 'SIGKILL')
    expect(encoders.length).toBeGreaterThan(0)
    await vi.waitFor(() => expect(encoders.filter(isAlive)).toEqual([]), 15_000)
    const other = await startMedia()
    await vi.waitFor(async () => expect((await taskOf(runId, ENCODE))?.attempt).toBe(2), PATIENCE)
    const after = await taskOf(runId, ENCODE)
    expect(after?.worker).not.toBe(before?.worker)
    expect(after?.startedAt?.getTime()).toBeGreaterThanOrEqual(after?.queuedAt?.getTime() ?? Number.NaN)
    // By the database's clock: from the last sign of life to the moment its task was for others to take.
    // How soon, by a clock that nobody holds up: judge-silence.test.ts, and `killed-worker` of bench/.
    expect(handOverOf(runId)?.silentMs).toBeGreaterThan(3_000)
    await expectFinishedOnce(runId, videoId, publicId)
    expect((await taskOf(runId, ENCODE))?.attempt).toBe(2)
    await stopMedia(other, 'SIGTERM')
  })

  it('gives its task back on SIGTERM and exits with 0 within 10 s', { timeout: 500_000 }, async () => {
    const worker = await startMedia()
    const { runId, videoId, publicId } = await client.process(clip)
    await waitForMidEncode(runId)
    const startedAt = Date.now()
    expect(await stopMedia(worker, 'SIGTERM')).toBe(0)
    expect(Date.now() - startedAt).toBeLessThan(10_000)
    expect(await taskOf(runId, ENCODE)).toMatchObject({ status: 'queued', attempt: 0 })
    const other = await startMedia()
    await expectFinishedOnce(runId, videoId, publicId)
    expect((await taskOf(runId, ENCODE))?.attempt).toBe(1)
    await stopMedia(other, 'SIGTERM')
  })

  it('loses nothing when Redis and PostgreSQL are killed in the middle', { timeout: 500_000 }, async () => {
    const worker = await startMedia()
    const { runId, videoId, publicId } = await client.process(clip)
    await waitForMidEncode(runId)
    await stage.kill('REDIS_PORT')
    await stage.kill('POSTGRES_PORT')
    await expectFinishedOnce(runId, videoId, publicId)
    expect(worker.child.exitCode).toBeNull()
    await stopMedia(worker, 'SIGTERM')
  })
})

/** The most that it ever held, of the worker's own process. */
async function peakMegabytesOf({ child }: RunningWorker): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1_000
}

/** Every process below one, at any depth. */
async function childrenOf(pid: number): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(pids.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')))
  const parents = new Map(
    stats.filter(Boolean).map((stat) => [Number.parseInt(stat, 10), Number(/\) \S (\d+)/.exec(stat)?.[1])]),
  )
  const below = (parent: number): number[] =>
    [...parents].filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)])
  return below(pid)
}
