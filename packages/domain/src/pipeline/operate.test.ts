import { newPublicId } from '@marquee/schema/ids'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database } from '../database/create-database.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '../testing/sample-pipeline.ts'
import {
  beatWorker,
  drainWorker,
  forgetSilentWorkers,
  listWorkers,
  retireWorker,
  type WorkerFacts,
} from '../workers/index.ts'
import { beginRun } from './begin-run.ts'
import { claimTask } from './claim-task.ts'
import { createRun, retryRun } from './create-run.ts'
import { cancelRun } from './end-run.ts'
import { listRuns, readRun } from './list-runs.ts'
import { queueTasks } from './queue-task.ts'
import { spreadNode } from './spread-node.ts'
import { listClasses, pauseClass } from './task-classes.ts'

let channel: TestChannel
let database: Database
beforeAll(async () => {
  channel = await openChannel()
  database = channel.database
})
afterAll(() => channel.close())

const facts = (id: string): WorkerFacts => ({
  ...{ id, host: 'host', roles: ['encode'], slots: { encode: 2 }, cores: 4, memoryBytes: 16e9 },
  ...{ encoders: ['libx264'], region: 3, version: '1.2.3' },
})

async function begin() {
  const { ids, channelId } = channel
  const videoId = BigInt(ids.next())
  const publicId = newPublicId()
  const originalKey = `uploads/${publicId}/source`
  await database.video.create({
    data: { id: videoId, publicId, channelId, title: 'Clip', status: 'processing', originalKey },
  })
  const runId = await createRun(database, ids, { videoId, pipeline: SAMPLE_PIPELINE.name })
  await database.$transaction((tx) => beginRun(tx, runId, SAMPLE_PIPELINE, SAMPLE_CATALOGUE))
  return { runId, videoId, publicId }
}

async function work(runId: bigint, name: string, worker: string) {
  const queueing = (await queueTasks(database, runId, [name]))[0] ?? expect.fail('not queued')
  return (await claimTask(database, queueing, worker)) ?? expect.fail('not claimed')
}

describe('listWorkers', () => {
  it('says who lives and what each is at, until it goes or falls silent', async () => {
    await beatWorker(database, facts('one'))
    await beatWorker(database, facts('two'))
    const { runId, publicId } = await begin()
    await work(runId, 'inspect', 'one')
    const workers = await listWorkers(database)
    expect(workers.map(({ id }) => id)).toEqual(['one', 'two'])
    expect(workers[0]).toMatchObject({ ...facts('one'), drainingAt: null })
    expect(workers[0]?.running).toMatchObject([
      { runId, task: 'inspect', attempt: 1, fraction: 0, video: { publicId, title: 'Clip' } },
    ])
    expect(workers[1]?.running).toEqual([])
    await retireWorker(database, 'two')
    expect((await listWorkers(database)).map(({ id }) => id)).toEqual(['one'])
    await database.worker.updateMany({
      where: { id: 'one' },
      data: { beatAt: new Date(Date.now() - 20_000) },
    })
    expect(await listWorkers(database)).toEqual([])
    expect(await forgetSilentWorkers(database, 60_000)).toEqual(['two'])
    expect(await forgetSilentWorkers(database, 15_000)).toEqual(['one'])
    // One that was only late is there again.
    expect(await beatWorker(database, facts('one'))).toEqual({ isDraining: false })
    expect(await listWorkers(database)).toHaveLength(1)
    // One that was told to drain takes nothing still.
    await forgetSilentWorkers(database, -1)
    expect(await beatWorker(database, facts('one'), true)).toEqual({ isDraining: true })
    expect(await beatWorker(database, facts('one'), true)).toEqual({ isDraining: true })
    expect((await listWorkers(database))[0]?.drainingAt).toBeInstanceOf(Date)
    await database.worker.deleteMany()
  })

  it('goes by the database’s clock, not by that of whoever asks', async () => {
    await beatWorker(database, facts('punctual'))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_000 })
    const workers = await listWorkers(database).finally(() => vi.useRealTimers())
    expect(workers.map(({ id }) => id)).toContain('punctual')
    await database.worker.delete({ where: { id: 'punctual' } })
  })

  it('tells a worker that is drained with its next beat', async () => {
    expect(await beatWorker(database, facts('busy'))).toEqual({ isDraining: false })
    await drainWorker(database, 'busy')
    expect(await beatWorker(database, facts('busy'))).toEqual({ isDraining: true })
    await retireWorker(database, 'busy')
  })
})

describe('listRuns and readRun', () => {
  it('page from the newest to the oldest, by state and channel', async () => {
    const [first, second, third] = [await begin(), await begin(), await begin()]
    const ids = async (...of: Parameters<typeof listRuns> extends [unknown, ...infer Rest] ? Rest : never) =>
      (await listRuns(database, ...of)).map(({ id }) => id)
    const { channelId } = channel
    expect(await ids({ channelId }, { limit: 2 })).toEqual([third.runId, second.runId])
    expect(await ids({}, { limit: 1, after: { id: second.runId } })).toEqual([first.runId])
    expect(await ids({}, { limit: 1, before: { id: first.runId }, backward: true })).toEqual([second.runId])
    expect(await ids({ channelId: 1n }, { limit: 2 })).toEqual([])
    expect(await ids({ status: 'failed' }, { limit: 2 })).toEqual([])
    expect(await ids({ videoId: first.videoId }, { limit: 2 })).toEqual([first.runId])
  })

  it('tells of a run with its nodes and their pieces', async () => {
    const { runId, publicId } = await begin()
    await work(runId, 'inspect', 'one')
    await spreadNode(database, runId, { node: 'encode', items: 12 })
    await database.pipelineTask.updateMany({
      where: { runId, name: { in: ['encode.0', 'encode.1'] } },
      data: { fraction: 0.3 },
    })
    const run = (await readRun(database, runId)) ?? expect.fail('no run')
    expect(run).toMatchObject({
      pipeline: 'sample',
      status: 'running',
      video: { publicId },
      channel: { name: 'Ada' },
    })
    expect(run.nodes.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'inspect running',
      'split waiting',
      'encode running',
      'publish waiting',
    ])
    expect(run.nodes[0]).toMatchObject({ worker: 'one', attempt: 1, pieces: [] })
    expect(run.nodes[2]?.fraction).toBeCloseTo(0.05)
    expect(run.nodes[2]?.pieces.map(({ name }) => name)).toEqual(
      Array.from({ length: 12 }, (_, item) => `encode.${item}`),
    )
    expect(await readRun(database, 1n)).toBeNull()
  })
})

describe('cancelRun', () => {
  it('ends a run once, and leaves a video that may be tried again', async () => {
    const { runId, videoId, publicId } = await begin()
    const cancel = () => database.$transaction((tx) => cancelRun(tx, runId))
    const answers = await Promise.all([cancel(), cancel()])
    expect(answers.filter((answer) => answer !== null)).toMatchObject([{ publicId }])
    expect(await readRun(database, runId)).toMatchObject({ status: 'cancelled' })
    const video = await database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'failed', errorCode: 'RUN_CANCELLED' })
    expect(await retryRun(database, channel.ids, { videoId })).toMatchObject({ retried: true, publicId })
    expect(await cancel()).toBeNull()
  })
})

describe('listClasses', () => {
  it('counts what is ready, released and running, and the slots for it', async () => {
    await database.pipelineRun.deleteMany()
    await database.worker.deleteMany()
    await beatWorker(database, facts('one'))
    await beatWorker(database, facts('two'))
    await drainWorker(database, 'two')
    const { runId } = await begin()
    await spreadNode(database, runId, { node: 'encode', items: 3 })
    await database.pipelineTask.updateMany({
      where: { runId, name: 'encode.1' },
      data: { releasedAt: new Date() },
    })
    await pauseClass(database, 'encode')
    const [encode] = await listClasses(database)
    expect(encode).toMatchObject({ resource: 'encode', ready: 2, released: 1, running: 0, slots: 2 })
    expect(encode?.backlogCpuSeconds).toBeCloseTo(60)
    expect(encode?.pausedAt).toBeInstanceOf(Date)
  })
})
