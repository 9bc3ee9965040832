import {
  claimTask,
  findDefinition,
  findTask,
  noteUnfitTasks,
  pauseClass,
  queueTasks,
  recordEstimates,
  releaseTasks,
  requeueTask,
  resumeClass,
  spreadNode,
  unreleaseTask,
} from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { CATALOGUE } from '../tasks/task-types.ts'
import { giveUpUnfit } from './give-up-unfit.ts'
import { releaseNext } from './release-tasks.ts'
import type { PerformTask } from './run-task.ts'
import { settleTask } from './settle-task.ts'
import { createSweep } from './sweep.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleTasks } from './testing/sample-tasks.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await bench.rest()
  await bench.services.database.pipelineRun.deleteMany()
  await bench.services.database.worker.deleteMany()
  await bench.services.queues.redis.flushdb()
})
afterAll(() => bench.close())

/** A run whose encode is queued, and demands something. */
async function queueDemanding(demands: { memoryMb?: number; encoders?: string[] }) {
  const run = await bench.createRun()
  const { database } = bench.services
  await database.pipelineTask.updateMany({
    where: { runId: run.runId, name: 'encode' },
    data: { demands, isDemanding: true },
  })
  await queueTasks(database, run.runId, ['encode'])
  return run
}

const encodeOf = async (runId: bigint) =>
  (await findTask(bench.services.database, { runId, name: 'encode' })) ?? expect.fail('no encode')

/** The row of one that beats for as long as a test may take. */
const worker = (id: string) => ({
  ...{ id, host: 'h', roles: ['encode'], slots: { encode: 1 }, cores: 1, memoryBytes: 8_000_000_000n },
  ...{ encoders: ['libsvtav1'], region: 0, version: '0', beatAt: new Date(Date.now() + 600_000) },
})

/** One that lacks what the others have. */
const plain = { ...worker('plain:1:p'), encoders: [] }

const FULL_DISK = { outcome: 'failed', code: 'WORKER_DISK_FULL', detail: '', cpuSeconds: 0 } as const

/** Somebody has looked for as long as matters. */
const LONG = Number.POSITIVE_INFINITY

/** As if no worker had had what they demand for so long. Others are left alone: a release passes over a row that somebody writes. */
async function unfitFor(runId: bigint, seconds: number) {
  const unfitSince = new Date(Date.now() - seconds * 1_000)
  const { database } = bench.services
  const where = { runId, status: 'queued', isDemanding: true } as const
  await database.pipelineTask.updateMany({ where, data: { unfitSince } })
}

describe('a task that demands what few workers have', () => {
  it('is done by one that has it, and by no other', async () => {
    const plain = sampleTasks()
    const fitting = sampleTasks()
    bench.work(plain.perform, ['task-encode'], { id: 'plain' })
    bench.work(fitting.perform, ['task-encode'], {
      id: 'fitting',
      facts: { encoders: ['libx264', 'h264_nvenc'], memoryBytes: 64e9 },
    })
    const { database } = bench.services
    await vi.waitFor(async () => expect(await database.worker.count()).toBe(2), 30_000)
    const runs = []
    for (const demands of [
      { encoders: ['h264_nvenc'] },
      { memoryMb: 32_000 },
      { memoryMb: 100, encoders: [] },
    ])
      runs.push(await queueDemanding(demands))
    const two = runs.slice(0, 2)
    await vi.waitFor(async () => {
      await releaseNext(bench.services, ['encode'])
      for (const { runId } of two) expect((await encodeOf(runId)).worker).toBe('fitting')
    }, 30_000)
    await vi.waitFor(() => expect([...plain.attempts, ...fitting.attempts]).toHaveLength(3), 30_000)
    expect(fitting.attempts.length).toBeGreaterThanOrEqual(2)
  })

  it('begins beside what went before it as soon as that has begun', async () => {
    const { database } = bench.services
    await database.worker.create({ data: plain })
    const begun: bigint[] = []
    const perform: PerformTask = ({ runId }, { signal }) => {
      begun.push(runId)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
    const facts = { encoders: ['libx264', 'h264_nvenc'] }
    bench.work(perform, ['dispatch', 'task-encode'], { id: 'card', concurrency: 2, facts })
    await vi.waitFor(async () => expect(await database.worker.count()).toBe(2), 30_000)
    const before = await bench.createRun()
    await queueTasks(database, before.runId, ['encode'])
    const { runId } = await queueDemanding({ encoders: ['h264_nvenc'] })
    await releaseNext(bench.services, ['encode'])
    await vi.waitFor(() => expect(begun).toEqual([before.runId, runId]), 8_000)
  })

  it('waits again where the worker that it was meant for goes, and goes to another', async () => {
    const { database } = bench.services
    await database.worker.createMany({ data: [worker('first:1:a'), plain] })
    const { runId } = await queueDemanding({ encoders: ['libsvtav1'] })
    const { released } = await releaseTasks(database, 'encode')
    expect(released).toMatchObject([{ runId, releasedTo: 'first:1:a' }])
    expect(await releaseTasks(database, 'encode')).toEqual({ released: [], withdrawn: [] })
    await database.worker.delete({ where: { id: 'first:1:a' } })
    await releaseTasks(database, 'encode')
    expect(await encodeOf(runId)).toMatchObject({ releasedAt: null, releasedTo: null })
    await database.worker.create({ data: worker('second:1:b') })
    expect((await releaseTasks(database, 'encode')).released).toMatchObject([{ releasedTo: 'second:1:b' }])
  })

  it('goes to the queue of all where each of them has it, and is withdrawn from there once one comes that has not', async () => {
    const { database } = bench.services
    await database.worker.createMany({ data: [worker('first:1:a'), worker('second:1:b')] })
    const { runId } = await queueDemanding({ encoders: ['libsvtav1'] })
    expect((await releaseTasks(database, 'encode')).released).toMatchObject([{ runId, releasedTo: null }])
    expect(await releaseTasks(database, 'encode')).toEqual({ released: [], withdrawn: [] })
    const { queuedAt, releasedAt } = await encodeOf(runId)
    const job = { runId, name: 'encode', queuedAt: queuedAt ?? expect.fail('not queued') }
    await database.worker.create({ data: plain })
    // Its job is on the way there already.
    expect(await claimTask(database, job, plain.id)).toBeNull()
    const { released, withdrawn } = await releaseTasks(database, 'encode')
    expect(withdrawn).toMatchObject([{ runId, releasedTo: null, releasedAt }])
    expect(released).toMatchObject([{ runId, releasedTo: 'first:1:a' }])
    // What it was refused is an older release.
    expect(await unreleaseTask(database, job, plain.id)).toBe(false)
    expect((await encodeOf(runId)).releasedTo).toBe('first:1:a')
    const goPlain = () => database.worker.delete({ where: { id: plain.id } })
    const release = async () => (await releaseTasks(database, 'encode')).released
    await goPlain()
    expect(await release()).toMatchObject([{ runId, releasedTo: null }])
    await database.worker.create({ data: plain })
    expect(await unreleaseTask(database, job, plain.id)).toBe(true)
    expect(await claimTask(database, job, 'first:1:a')).toBeNull()
    await goPlain()
    expect(await release()).toMatchObject([{ runId, releasedTo: null }])
    expect(await claimTask(database, job, 'second:1:b')).toMatchObject({ attempt: 1 })
  })

  it('stands in nobody’s way with more bytes than can be counted', async () => {
    const { database } = bench.services
    await database.worker.create({ data: worker('first:1:a') })
    const { runId } = await queueDemanding({ memoryMb: Number.MAX_SAFE_INTEGER })
    const other = await queueDemanding({ memoryMb: 1 })
    expect((await releaseTasks(database, 'encode')).released).toMatchObject([{ runId: other.runId }])
    await noteUnfitTasks(database, 60_000)
    expect((await encodeOf(runId)).unfitSince).toBeInstanceOf(Date)
  })

  it('fails its run by a code of its own where no worker has it for long', async () => {
    const { database } = bench.services
    bench.work(sampleTasks().perform, ['task-encode', 'completion'], { id: 'plain' })
    const { runId, videoId } = await queueDemanding({ memoryMb: 1_000_000 })
    await releaseNext(bench.services, ['encode'])
    await giveUpUnfit(bench.services, LONG)
    expect((await encodeOf(runId)).unfitSince).toBeInstanceOf(Date)
    expect((await readWholeRun(database, runId))?.status).toBe('running')
    await unfitFor(runId, 601)
    await giveUpUnfit(bench.services, LONG)
    await vi.waitFor(
      async () =>
        expect(await readWholeRun(database, runId)).toMatchObject({
          ...{ status: 'failed', errorCode: 'NO_FITTING_WORKER', errorTask: 'encode' },
        }),
      30_000,
    )
    const video = await database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'failed', errorCode: 'NO_FITTING_WORKER' })
    expect(await encodeOf(runId)).toMatchObject({ errorCode: 'NO_FITTING_WORKER' })
  })

  it('is waited for anew once it demands something else', async () => {
    const { database } = bench.services
    const { runId } = await queueDemanding({ memoryMb: 1_000_000 })
    await unfitFor(runId, 601)
    const run = { id: runId, tasks: [await encodeOf(runId)] }
    const estimate = async (memoryMb: number, cost: number) => {
      const demands = { memoryMb }
      await database.$transaction((tx) => recordEstimates(tx, run, new Map([['encode', { cost, demands }]])))
      return (await encodeOf(runId)).unfitSince
    }
    expect(await estimate(1_000_000, 77)).toBeInstanceOf(Date)
    expect(await estimate(2_000_000, 77)).toBeNull()
  })

  it('is left out where its run can do without it, and that goes on to its end', async () => {
    const { database } = bench.services
    const found = await findDefinition(database, 'encoded-whole')
    const standard = found?.ok ? found.definition : expect.fail('no definition')
    const demands = { memoryMb: 1_000_000, encoders: ['h264_nvenc'] }
    const tasks = standard.tasks.map((task) =>
      task.name === 'poster' ? { ...task, demands, essential: false } : task,
    )
    const { runId, videoId } = await bench.createRun({
      definition: { ...standard, tasks },
      catalogue: CATALOGUE,
    })
    const done = sampleTasks()
    bench.work(done.perform)
    await bench.dispatch(runId)
    const posterOf = () => findTask(database, { runId, name: 'poster' })
    await vi.waitFor(async () => expect((await posterOf())?.status).toBe('queued'), 30_000)
    await unfitFor(runId, 540)
    await giveUpUnfit(bench.services, LONG)
    expect(await bench.services.queues.byName.completion.getJob(`${runId}.poster.0.unfit`)).toBeUndefined()
    expect((await posterOf())?.status).toBe('queued')
    await unfitFor(runId, 601)
    await giveUpUnfit(bench.services, LONG)
    await vi.waitFor(
      async () => expect((await readWholeRun(database, runId))?.status).toBe('succeeded'),
      30_000,
    )
    expect(await posterOf()).toMatchObject({
      ...{ status: 'failed', attempt: 0, errorCode: 'NO_FITTING_WORKER' },
      errorDetail: expect.stringMatching(
        /^For 6\d\d s no worker has had 1000000 MB of memory and h264_nvenc\.$/,
      ),
    })
    expect(done.attempts.filter((attempt) => attempt.startsWith('poster'))).toEqual([])
    expect(await database.video.findUniqueOrThrow({ where: { id: videoId } })).toMatchObject({
      ...{ status: 'ready', errorCode: null },
    })
  })

  it('is left out with all its pieces where it is done in pieces', async () => {
    const { database, queues } = bench.services
    const { runId } = await bench.createRun()
    const demands = { encoders: ['h264_nvenc'] }
    await database.pipelineTask.updateMany({
      where: { runId, name: 'encode' },
      data: { demands, isDemanding: true, essential: false },
    })
    await spreadNode(database, runId, { node: 'encode', items: 3 })
    await giveUpUnfit(bench.services, LONG)
    await unfitFor(runId, 601)
    await Promise.all([giveUpUnfit(bench.services, LONG), giveUpUnfit(bench.services, LONG)])
    expect(await queues.byName.completion.getJobCountByTypes('wait')).toBe(1)
    bench.work(sampleTasks().perform, ['completion'])
    await vi.waitFor(async () => expect((await encodeOf(runId)).status).toBe('failed'), 30_000)
    expect(await encodeOf(runId)).toMatchObject({ errorCode: 'NO_FITTING_WORKER' })
    const pieces = await database.pipelineTask.findMany({
      where: { runId, node: 'encode', item: { not: null } },
    })
    expect(pieces.map(({ status }) => status).sort()).toEqual(['cancelled', 'cancelled', 'failed'])
    expect((await readWholeRun(database, runId))?.status).toBe('running')
  })

  it('is waited for anew after a worker had it, and is not given up where one has come meanwhile', async () => {
    const { database } = bench.services
    const { runId } = await queueDemanding({ memoryMb: 1_000_000 })
    await unfitFor(runId, 601)
    const { queuedAt } = await encodeOf(runId)
    const job = { runId, name: 'encode', queuedAt: queuedAt ?? expect.fail('not queued') }
    await database.pipelineTask.updateMany({ where: { runId }, data: { releasedAt: new Date() } })
    const claim = (await claimTask(database, job, 'strong')) ?? expect.fail('not claimed')
    await requeueTask(database, claim, { code: 'WORKER_LOST', detail: '', cpuSeconds: 0 })
    expect(await noteUnfitTasks(database, 60_000)).toEqual([])

    await database.pipelineTask.updateMany({ where: { runId }, data: { unfitSince: null } })
    const result = { outcome: 'failed', code: 'NO_FITTING_WORKER', detail: '', cpuSeconds: 0 } as const
    await settleTask(bench.services, bench.ids, { runId: String(runId), task: 'encode', attempt: 1, result })
    expect(await encodeOf(runId)).toMatchObject({ status: 'queued', attempt: 1 })
  })

  it('is not given up by who has only begun to look, nor while its class is paused', async () => {
    const { database, queues } = bench.services
    const { runId } = await queueDemanding({ memoryMb: 1_000_000 })
    await unfitFor(runId, 3_600)
    await createSweep(bench.services)()
    expect((await encodeOf(runId)).unfitSince).toBeInstanceOf(Date)
    expect(await queues.byName.completion.getJobCountByTypes('wait')).toBe(0)
    await pauseClass(database, 'encode')
    expect(await noteUnfitTasks(database, 60_000)).toEqual([])
    await resumeClass(database, 'encode')
    expect(await noteUnfitTasks(database, 60_000)).toEqual([])
  })

  it('goes to another worker too where what it demands is estimated otherwise meanwhile', async () => {
    const { database } = bench.services
    await database.worker.createMany({ data: [worker('first:1:a'), plain] })
    const { runId } = await queueDemanding({ encoders: ['libsvtav1'] })
    expect((await releaseTasks(database, 'encode')).released).toMatchObject([{ releasedTo: 'first:1:a' }])
    const run = (await readWholeRun(database, runId)) ?? expect.fail('no run')
    await recordEstimates(database, run, new Map([['encode', { cost: 7, demands: {} }]]))
    expect(await encodeOf(runId)).toMatchObject({ cost: 7, demands: { encoders: ['libsvtav1'] } })
    await database.worker.delete({ where: { id: 'first:1:a' } })
    await database.worker.create({ data: worker('second:1:b') })
    expect((await releaseTasks(database, 'encode')).released).toMatchObject([{ releasedTo: 'second:1:b' }])
  })
})

describe('a task that has failed on a worker', () => {
  const release = async () => (await releaseTasks(bench.services.database, 'encode')).released

  const claim = async (runId: bigint, worker: string) => {
    const { queuedAt } = await encodeOf(runId)
    const job = { runId, name: 'encode', queuedAt: queuedAt ?? expect.fail('not queued') }
    return claimTask(bench.services.database, job, worker)
  }

  async function failOn(worker: string, runId: bigint) {
    const { attempt } = (await claim(runId, worker)) ?? expect.fail('not claimed')
    const { services, ids } = bench
    await settleTask(services, ids, { runId: String(runId), task: 'encode', attempt, result: FULL_DISK })
    await services.database.pipelineTask.updateMany({ where: { runId }, data: { dueAt: null } })
  }

  it('goes to another that will do, and to any again where there is no other', async () => {
    const { database } = bench.services
    const sound = worker('sound:1:b')
    await database.worker.createMany({ data: [worker('broken:1:a'), sound, { ...plain, memoryBytes: 1n }] })
    const { runId } = await queueDemanding({ memoryMb: 1 })
    await release()
    await failOn('broken:1:a', runId)
    expect(await release()).toMatchObject([{ runId, releasedTo: sound.id }])
    expect(await claim(runId, 'broken:1:a')).toBeNull()
    await database.worker.deleteMany({ where: { id: { in: [sound.id, plain.id] } } })
    expect(await release()).toMatchObject([{ runId, releasedTo: null }])
    await failOn('broken:1:a', runId)
    await database.worker.create({ data: sound })
    expect(await release()).toMatchObject([{ runId, releasedTo: sound.id }])
    await failOn(sound.id, runId)
    expect(await release()).toMatchObject([{ runId, releasedTo: null }])
  })

  it.each([
    [1, 60, 121],
    [100, 140, 201],
    [10_000, 1140, 1201],
  ])(
    'of %i s does not wait for ever for another that beats and takes nothing',
    async (cost, before, after) => {
      const { database } = bench.services
      await database.worker.createMany({ data: [worker('broken:1:a'), worker('deaf:1:b')] })
      const { runId } = await bench.createRun()
      await queueTasks(database, runId, ['encode'])
      await release()
      await failOn('broken:1:a', runId)
      expect(await release()).toMatchObject([{ runId, releasedTo: 'deaf:1:b' }])
      const dueSecondsAgo = async (seconds: number) => {
        const dueAt = new Date(Date.now() - seconds * 1_000)
        await database.pipelineTask.updateMany({ where: { runId, name: 'encode' }, data: { cost, dueAt } })
      }
      await dueSecondsAgo(before)
      await createSweep(bench.services)()
      expect(await encodeOf(runId)).toMatchObject({ releasedTo: 'deaf:1:b' })
      await dueSecondsAgo(after)
      await createSweep(bench.services)()
      expect(await encodeOf(runId)).toMatchObject({ releasedTo: null, releasedAt: expect.any(Date) })
      expect(await claim(runId, 'broken:1:a')).toMatchObject({ attempt: 2 })
    },
  )

  it('stays where it is where the store was away, as from all', async () => {
    const { database } = bench.services
    const { runId } = await bench.createRun()
    await queueTasks(database, runId, ['encode'])
    await release()
    const { attempt } = (await claim(runId, 'first:1:a')) ?? expect.fail('not claimed')
    const result = { ...FULL_DISK, code: 'STORAGE_UNAVAILABLE' } as const
    await settleTask(bench.services, bench.ids, { runId: String(runId), task: 'encode', attempt, result })
    expect(await encodeOf(runId)).toMatchObject({ status: 'queued', failedOn: [], isDemanding: false })
  })

  it('waits for a worker like any other where there is none', async () => {
    const { database } = bench.services
    const { runId } = await bench.createRun()
    await queueTasks(database, runId, ['encode'])
    await release()
    await failOn('broken:1:a', runId)
    expect(await noteUnfitTasks(database, 60_000)).toEqual([])
    expect((await encodeOf(runId)).unfitSince).toBeNull()
    const run = (await readWholeRun(database, runId)) ?? expect.fail('no run')
    await recordEstimates(database, run, new Map([['encode', { cost: 7, demands: {} }]]))
    await database.worker.createMany({ data: [worker('broken:1:a'), worker('sound:1:b')] })
    expect(await release()).toMatchObject([{ runId, releasedTo: 'sound:1:b' }])
  })

  it('is done in the end, though one that fails at all of them is always free', async () => {
    const { database } = bench.services
    const sound = sampleTasks()
    const broken: PerformTask = async () => FULL_DISK
    bench.work(broken, ['task-encode'], { id: 'broken' })
    bench.work(sound.perform, ['dispatch', 'completion', 'task-encode'], { id: 'sound', concurrency: 1 })
    await vi.waitFor(async () => expect(await database.worker.count()).toBe(2), 30_000)
    const runs: bigint[] = []
    for (let count = 0; count < 6; count += 1) {
      const { runId } = await bench.createRun()
      await queueTasks(database, runId, ['encode'])
      runs.push(runId)
    }
    await releaseNext(bench.services, ['encode'])
    await vi.waitFor(async () => {
      for (const runId of runs)
        expect(await encodeOf(runId)).toMatchObject({ status: 'succeeded', worker: 'sound' })
    }, 30_000)
    for (const runId of runs) expect((await encodeOf(runId)).attempt).toBeLessThanOrEqual(2)
  })
})
