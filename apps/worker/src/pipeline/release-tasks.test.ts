import { randomUUID } from 'node:crypto'
import {
  byTurn,
  chargeChannel,
  claimTask,
  findLongReleasedTasks,
  findTask,
  forgetFadedUsage,
  pauseClass,
  queueTasks,
  releaseTasks,
  resumeClass,
  spreadNode,
} from '@marquee/domain/pipeline'
import { drainWorker } from '@marquee/domain/workers'
import type { JobPayload, TaskResult } from '@marquee/jobs'
import { newPublicId } from '@marquee/schema/ids'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { releaseNext } from './release-tasks.ts'
import type { PerformTask } from './run-task.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleOutputs } from './testing/sample-outputs.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await bench.rest()
  const { database, queues } = bench.services
  await database.pipelineRun.deleteMany()
  await database.channelUsage.deleteMany()
  await database.taskClass.deleteMany()
  await queues.redis.flushdb()
})
afterAll(() => bench.close())

const PATIENCE = { timeout: 100_000, interval: 20 }

async function addChannel(): Promise<bigint> {
  const { database } = bench.services
  const id = BigInt(bench.ids.next())
  const ownerId = BigInt(bench.ids.next())
  const name = `channel ${id}`
  await database.account.create({
    data: { id: ownerId, publicId: newPublicId(), authUserId: randomUUID(), name },
  })
  await database.channel.create({
    data: { id, publicId: newPublicId(), ownerId, handle: `c${id}`, name },
  })
  return id
}

interface Chunks {
  readonly channelId: bigint
  readonly videos: number
  /** Pieces of each video's encode; the first is what its first frame waits for. */
  readonly pieces?: number
  readonly cost?: number
  /** Seconds ago. */
  readonly queuedAgo?: number
}

/** Videos whose encodes are queued in pieces, as a dispatcher would leave them before it releases. Answers the first run. */
async function queueChunks({ channelId, videos, pieces = 1, cost = 20, queuedAgo = 0 }: Chunks) {
  const { database } = bench.services
  const ids = Array.from({ length: videos }, () => BigInt(bench.ids.next()))
  const createdAt = new Date(Date.now() - queuedAgo * 1_000)
  await database.video.createMany({
    data: ids.map((id) => ({
      id,
      publicId: newPublicId(),
      channelId,
      title: 'Clip',
      status: 'processing' as const,
    })),
  })
  await database.pipelineRun.createMany({
    data: ids.map((id) => ({ id, videoId: id, definition: 'standard', document: {}, createdAt })),
  })
  await database.pipelineTask.createMany({
    data: ids.flatMap((runId, order) =>
      Array.from({ length: pieces }, (_, item) => ({
        ...{ runId, channelId, item, cost, node: 'encode', name: `encode.${item}`, position: 1 },
        ...{ type: 'encode', inputs: [], outputs: ['renditions'], kinds: ['renditions'], needs: [] },
        ...{
          resource: 'encode',
          priority: item === 0 ? 1 : 5,
          status: 'queued' as const,
          queuedAt: createdAt,
        },
        turnAt: new Date(createdAt.getTime() + order),
      })),
    ),
  })
  return ids[0] ?? 0n
}

const CARD = 'h264_vaapi'

/** The row of a worker that beats for as long as a test may take. */
const worker = (id: string, slots: number, encoders: readonly string[] = []) => ({
  ...{ id, host: id, roles: ['encode'], slots: { encode: slots }, cores: slots, memoryBytes: 8n * 2n ** 30n },
  ...{ encoders: ['libx264', ...encoders], region: 0, version: '1', beatAt: new Date(Date.now() + 600_000) },
})

/** Makes what of these is queued a task for workers with a card alone. */
const demandCard = (which: { runId?: bigint; channelId?: bigint; item?: { gt: number } }) =>
  bench.services.database.pipelineTask.updateMany({
    where: which,
    data: { demands: { encoders: [CARD] }, isDemanding: true },
  })

/** Tasks that go on until the test lets the one that began first end. */
function heldTasks() {
  const started: bigint[] = []
  const names: string[] = []
  const waiting: (() => void)[] = []
  let isOpen = false
  const perform: PerformTask = async (task): Promise<TaskResult> => {
    started.push(task.runId)
    names.push(`${task.runId}.${task.name}`)
    if (!isOpen) await new Promise<void>((resolve) => waiting.push(resolve))
    return { outcome: 'succeeded', artefacts: sampleOutputs(task.runId).encode, cpuSeconds: 0 }
  }
  const finishOldest = async () => {
    const before = started.length
    waiting.shift()?.()
    await vi.waitFor(() => expect(started.length).toBeGreaterThan(before), PATIENCE)
  }
  const finishAll = () => {
    isOpen = true
    for (const finish of waiting) finish()
  }
  return { perform, started, names, waiting, finishOldest, finishAll }
}

/** These runs have no definition that a dispatcher could go on with: it releases the place, and no more. */
const RELEASING = {
  handlers: {
    'dispatch-run': async ({ freed }: JobPayload<'dispatch-run'>) => {
      await releaseNext(bench.services, freed ? [freed] : [])
      return 'done' as const
    },
  },
}

const jobsIn = async () => bench.services.queues.byName['task-encode'].getJobs(['prioritized', 'waiting'])
const release = () => releaseNext(bench.services, ['encode'])
const encoders = (tasks: { perform: PerformTask }, count: number) => {
  for (let one = 0; one < count; one += 1) bench.work(tasks.perform, ['task-encode'], { concurrency: 1 })
}

describe('releaseNext', () => {
  it('begins a second creator’s first chunk within one running task’s time, behind a thousand videos of another', async () => {
    for (const slots of [1, 3]) {
      const tasks = heldTasks()
      bench.work(tasks.perform, ['completion', 'dispatch'], RELEASING)
      encoders(tasks, slots)
      await queueChunks({ channelId: bench.channelId, videos: 1_000, pieces: 2 })
      await release()
      await vi.waitFor(() => expect(tasks.started).toHaveLength(slots), PATIENCE)
      const second = await queueChunks({ channelId: await addChannel(), videos: 3, pieces: 2 })
      await release()
      // The tasks that ran when it came end one after another; none of them twice.
      for (let ended = 0; ended < slots; ended += 1) await tasks.finishOldest()
      expect(tasks.names).toContain(`${second}.encode.0`)
      tasks.finishAll()
      await bench.rest()
      await bench.services.database.pipelineRun.deleteMany()
      await bench.services.queues.redis.flushdb()
    }
  }, 120_000)

  it('begins first pieces of others and of its own when any task of a film ends that few workers can do', async () => {
    const { database } = bench.services
    const tasks = heldTasks()
    bench.work(tasks.perform, ['completion', 'dispatch'], RELEASING)
    await database.worker.create({ data: worker('plain', 1) })
    const film = await queueChunks({ channelId: bench.channelId, videos: 1, pieces: 50 })
    await demandCard({ runId: film, item: { gt: 0 } })
    const first = { runId: film, name: 'encode.0' }
    await database.pipelineTask.updateMany({ where: first, data: { status: 'waiting' } })
    bench.work(tasks.perform, ['task-encode'], { concurrency: 2, facts: { encoders: ['libx264', CARD] } })
    await vi.waitFor(() => expect(tasks.started).toHaveLength(2), PATIENCE)
    const other = await queueChunks({ channelId: await addChannel(), videos: 1 })
    await release()
    await tasks.finishOldest()
    expect(tasks.names[2]).toBe(`${other}.encode.0`)
    await database.pipelineTask.updateMany({ where: first, data: { status: 'queued' } })
    await release()
    await tasks.finishOldest()
    expect(tasks.names[3]).toBe(`${film}.encode.0`)
    await tasks.finishOldest()
    expect(tasks.started.slice(4)).toEqual([film])
    tasks.finishAll()
    await database.worker.deleteMany({ where: { id: 'plain' } })
  }, 120_000)

  it('keeps no more in the queue than there are slots, and one more for each', async () => {
    const tasks = heldTasks()
    encoders(tasks, 2)
    await queueChunks({ channelId: bench.channelId, videos: 50 })
    await release()
    await vi.waitFor(async () => {
      expect(tasks.started).toHaveLength(2)
      expect(await jobsIn()).toHaveLength(2)
    }, PATIENCE)
    await Promise.all(Array.from({ length: 8 }, release))
    expect(await jobsIn()).toHaveLength(2)
    tasks.finishAll()
  })

  it('does everything, once, without any sweep, whatever is released, claimed and settled at once', async () => {
    const done: string[] = []
    const quick: PerformTask = async (task) => {
      done.push(`${task.runId}.${task.name}`)
      return { outcome: 'succeeded', artefacts: sampleOutputs(task.runId).encode, cpuSeconds: 0 }
    }
    bench.work(quick, ['completion', 'dispatch'], RELEASING)
    for (const concurrency of [1, 2, 1]) bench.work(quick, ['task-encode'], { concurrency })
    await queueChunks({ channelId: bench.channelId, videos: 30, pieces: 2 })
    await queueChunks({ channelId: await addChannel(), videos: 30 })
    await Promise.all(Array.from({ length: 4 }, release))
    const settled = () => bench.services.database.pipelineTask.count({ where: { status: 'succeeded' } })
    await vi.waitFor(async () => expect(await settled()).toBe(90), PATIENCE)
    expect(new Set(done).size).toBe(90)
    expect(done).toHaveLength(90)
  }, 120_000)
})

describe('releaseTasks', () => {
  /** Releases one place at a time, since no worker is known, and claims it: the order of turns. */
  async function claims(count: number) {
    const { database } = bench.services
    const tasks: { readonly runId: bigint; readonly name: string; readonly channelId: bigint }[] = []
    for (let turn = 0; turn < count; turn += 1) {
      await releaseTasks(database, 'encode')
      const next = await database.pipelineTask.findFirst({
        where: { status: 'queued', releasedAt: { not: null } },
      })
      if (!next?.queuedAt) break
      const { runId, name, queuedAt, channelId } = next
      await claimTask(database, { runId, name, queuedAt }, 'one')
      tasks.push({ runId, name, channelId })
    }
    return tasks
  }

  async function order(count: number): Promise<string[]> {
    const tasks = await claims(count)
    return tasks.map(
      ({ channelId, name }) => `${channelId === bench.channelId ? 'a' : 'b'}${name.slice('encode'.length)}`,
    )
  }

  it('takes first pieces before others, then the channels in turn', async () => {
    await queueChunks({ channelId: bench.channelId, videos: 3, pieces: 2 })
    await queueChunks({ channelId: await addChannel(), videos: 1, pieces: 3 })
    expect(await order(9)).toEqual(['a.0', 'b.0', 'a.0', 'a.0', 'b.1', 'b.2', 'a.1', 'a.1', 'a.1'])
  })

  it('gives channels their turns at hardware that few have too', async () => {
    const { database } = bench.services
    const other = await addChannel()
    await queueChunks({ channelId: bench.channelId, videos: 3 })
    const second = await queueChunks({ channelId: other, videos: 1 })
    await demandCard({})
    await database.worker.createMany({ data: [worker('plain', 1), worker('card', 1, [CARD])] })
    const { released } = await releaseTasks(database, 'encode')
    await database.worker.deleteMany()
    expect(released).toMatchObject([{ releasedTo: 'card' }, { releasedTo: 'card', runId: second }])
  })

  it('has one order of turns, in the queue of the class, in own queues and in the simulation of a fleet', async () => {
    const { database } = bench.services
    const [second, third] = [await addChannel(), await addChannel()]
    const charged = await queueChunks({ channelId: third, videos: 1, cost: 93 })
    await chargeChannel(database, { runId: charged, name: 'encode.0' })
    await database.pipelineRun.deleteMany()
    await queueChunks({ channelId: bench.channelId, videos: 2, pieces: 4, cost: 40, queuedAgo: 3 })
    await queueChunks({ channelId: second, videos: 1, pieces: 6, cost: 25, queuedAgo: 1 })
    await queueChunks({ channelId: third, videos: 2, pieces: 3, cost: 10, queuedAgo: 2 })
    const waiting = await database.pipelineTask.findMany({ orderBy: [{ runId: 'asc' }, { item: 'asc' }] })
    const shares = new Map([[third, 93]])
    const simulated: string[] = []
    const turns = waiting.map((task) => ({ ...task, turnAt: task.turnAt?.getTime() ?? 0 }))
    while (turns.length > 0) {
      const [next] = turns.toSorted(byTurn(shares))
      if (!next) break
      turns.splice(turns.indexOf(next), 1)
      shares.set(next.channelId, (shares.get(next.channelId) ?? 0) + next.cost)
      simulated.push(`${next.runId}.${next.name}`)
    }
    const released = async () => {
      const places = (await releaseTasks(database, 'encode')).released
      return places.map(({ runId, name }) => `${runId}.${name}`)
    }
    await database.worker.create({ data: worker('card', 20, [CARD]) })
    expect(await released()).toEqual(simulated)
    await database.pipelineTask.updateMany({ data: { releasedAt: null } })
    await database.worker.create({ data: worker('plain', 1) })
    await demandCard({})
    expect(await released()).toEqual(simulated)
    await database.worker.deleteMany()
  })

  it('lets what few workers can do go first too where it has waited for long, now and then', async () => {
    const { database } = bench.services
    const old = await queueChunks({ channelId: bench.channelId, videos: 1, pieces: 3, queuedAgo: 3_600 })
    await demandCard({})
    await database.pipelineTask.updateMany({ data: { priority: 5 } })
    await queueChunks({ channelId: await addChannel(), videos: 8 })
    await database.worker.createMany({ data: [worker('plain', 1), worker('card', 1, [CARD])] })
    const agedAt = (secondsAgo: number) => ({ agedAt: new Date(Date.now() - secondsAgo * 1_000) })
    await database.taskClass.create({ data: { resource: 'encode', ...agedAt(10) } })
    const own = async () =>
      (await releaseTasks(database, 'encode')).released.filter(({ releasedTo }) => releasedTo === 'card')
    expect(await own()).toEqual([])
    await database.taskClass.updateMany({ data: agedAt(500) })
    expect(await own()).toMatchObject([{ runId: old, priority: 1 }])
    expect(await own()).toEqual([])
    expect(await releaseTasks(database, 'encode')).toEqual({ released: [], withdrawn: [] })
    await database.worker.deleteMany()
  })

  it('takes the short before the long, and no more than ten minutes before', async () => {
    const { database } = bench.services
    const begin = async (cost: number) => {
      const { runId } = await bench.createRun()
      await database.pipelineTask.updateMany({
        where: { runId, name: 'encode' },
        data: { cost, priority: 5 },
      })
      return runId
    }
    const [pieces, long, short] = [await begin(400), await begin(5_000), await begin(1)]
    await spreadNode(database, pieces, { node: 'encode', items: 2 })
    for (const runId of [long, short]) await queueTasks(database, runId, ['encode'])
    const names = new Map(
      [pieces, long, short].map((runId, index) => [runId, ['pieces', 'long', 'short'][index]]),
    )
    const turns = async (count: number) =>
      (await claims(count)).map(({ runId, name }) => `${names.get(runId)} ${name}`)
    expect(await turns(2)).toEqual(['pieces encode.0', 'short encode'])
    expect(await turns(2)).toEqual(['pieces encode.1', 'long encode'])
    const [early, late] = [await begin(5_000), await begin(1)]
    await queueTasks(database, early, ['encode'])
    await database.$executeRaw`
      UPDATE pipeline_task SET turn_at = turn_at - interval '602 seconds' WHERE run_id = ${early}`
    await queueTasks(database, late, ['encode'])
    expect((await claims(2)).map(({ runId }) => runId)).toEqual([early, late])
  })

  it('decides, charges and forgets after a rest of any length', async () => {
    const { database } = bench.services
    for (const days of [6, 30, -30]) {
      const run = await queueChunks({ channelId: bench.channelId, videos: 2 })
      await chargeChannel(database, { runId: run, name: 'encode.0' })
      const rest = () => database.$executeRaw`
        UPDATE channel_usage SET at = at - ${days} * interval '1 day'`
      await rest()
      expect((await releaseTasks(database, 'encode')).released).toHaveLength(1)
      await chargeChannel(database, { runId: run, name: 'encode.0' })
      const [usage] = await database.channelUsage.findMany()
      expect(usage?.consumed).toBeCloseTo(days > 0 ? 20 : 40)
      await rest()
      await forgetFadedUsage(database)
      expect(await database.channelUsage.count()).toBe(days > 0 ? 0 : 1)
      await database.channelUsage.deleteMany()
      await database.pipelineRun.deleteMany()
    }
  })

  it('forgets around an account that somebody charges, and waits for none, so that none waits for it', async () => {
    const { database } = bench.services
    const run = await queueChunks({ channelId: bench.channelId, videos: 1 })
    const faded = { channelId: bench.channelId, consumed: 1, at: new Date(Date.now() - 7_200_000) }
    await database.channelUsage.createMany({
      data: ['light', 'encode'].map((resource) => ({ ...faded, resource })),
    })
    await database.$transaction(async (tx) => {
      await chargeChannel(tx, { runId: run, name: 'encode.0' })
      await forgetFadedUsage(database)
      await tx.$executeRaw`UPDATE pipeline_task SET resource = 'light' WHERE run_id = ${run}`
      await chargeChannel(tx, { runId: run, name: 'encode.0' })
    })
    const usage = await database.channelUsage.findMany({ orderBy: { resource: 'asc' } })
    expect(usage.map(({ consumed }) => Math.round(consumed))).toEqual([20, 20])
  })

  it('gives the pieces of a film to its queue in the order of the film', async () => {
    const { database } = bench.services
    await queueChunks({ channelId: bench.channelId, videos: 1, pieces: 30 })
    // Neither the table nor the alphabet has them in it.
    const turns = (parity: number) => database.$executeRaw`
      UPDATE pipeline_task SET turn_at = queued_at + item * interval '1 millisecond' WHERE item % 2 = ${parity}`
    await turns(0)
    await turns(1)
    await database.worker.create({ data: worker('many', 12) })
    const { released } = await releaseTasks(database, 'encode')
    await database.worker.deleteMany()
    expect(released.map(({ name }) => name)).toEqual(
      Array.from({ length: 24 }, (_, item) => `encode.${item}`),
    )
  })

  it('remembers what a channel consumed, and forgets it with time', async () => {
    const { database } = bench.services
    const other = await addChannel()
    const run = await queueChunks({ channelId: bench.channelId, videos: 2, cost: 100, queuedAgo: 5 })
    expect(await order(1)).toEqual(['a.0'])
    await chargeChannel(database, { runId: run, name: 'encode.0' })
    await database.pipelineTask.updateMany({ where: { status: 'running' }, data: { status: 'succeeded' } })
    await queueChunks({ channelId: other, videos: 1, cost: 40 })
    await releaseTasks(database, 'encode')
    const next = () =>
      database.pipelineTask.findFirst({ where: { releasedAt: { not: null }, status: 'queued' } })
    expect((await next())?.channelId).toBe(other)
    await database.$executeRaw`UPDATE channel_usage SET at = at - interval '2 hours'`
    const { withdrawn, released } = await releaseTasks(database, 'encode')
    expect([withdrawn.length, released.length]).toEqual([1, 1])
    expect((await next())?.channelId).toBe(bench.channelId)
  })

  it('lets what has waited for long go first now and then, and only then', async () => {
    await queueChunks({ channelId: bench.channelId, videos: 2, pieces: 2, queuedAgo: 3_600 })
    await queueChunks({ channelId: await addChannel(), videos: 2 })
    const { database } = bench.services
    await database.pipelineTask.updateMany({
      where: { name: 'encode.0', channelId: bench.channelId },
      data: { turnAt: new Date(Date.now() - 60_000) },
    })
    expect(await order(3)).toEqual(['a.1', 'b.0', 'a.0'])
    await database.taskClass.updateMany({ data: { agedAt: new Date(Date.now() - 500_000) } })
    expect(await order(3)).toEqual(['a.1', 'b.0', 'a.0'])
  })

  it('tells a queue that has forgotten it what it told of it first, of one that waited for long too', async () => {
    const { database } = bench.services
    await queueChunks({ channelId: bench.channelId, videos: 1, pieces: 2, queuedAgo: 3_600 })
    await database.pipelineTask.updateMany({ data: { priority: 5 } })
    const { released } = await releaseTasks(database, 'encode')
    expect(released).toMatchObject([{ priority: 1 }])
    expect(await findLongReleasedTasks(database, { forMs: -1, limit: 10 })).toEqual(released)
  })

  it('leaves a failed attempt in peace until it is due', async () => {
    const runId = await queueChunks({ channelId: bench.channelId, videos: 1 })
    const { database } = bench.services
    await database.pipelineTask.updateMany({ data: { dueAt: new Date(Date.now() + 60_000) } })
    expect(await order(1)).toEqual([])
    await database.pipelineTask.updateMany({ data: { dueAt: new Date() } })
    expect(await order(1)).toEqual(['a.0'])
    expect((await findTask(database, { runId, name: 'encode.0' }))?.status).toBe('running')
  })
})

describe('a class that is paused', () => {
  it('has nothing begun until it is resumed', async () => {
    const { database } = bench.services
    const runId = await queueChunks({ channelId: bench.channelId, videos: 1 })
    await release()
    const task = () => findTask(database, { runId, name: 'encode.0' })
    const { queuedAt } = (await task()) ?? expect.fail('no task')
    expect(await pauseClass(database, 'encode')).toBe(true)
    expect(await pauseClass(database, 'encode')).toBe(false)
    expect(
      await claimTask(database, { runId, name: 'encode.0', queuedAt: queuedAt ?? new Date(0) }, 'one'),
    ).toBeNull()
    await release()
    expect([(await task())?.releasedAt, await jobsIn()]).toEqual([null, []])
    expect(await resumeClass(database, 'encode')).toBe(true)
    expect(await resumeClass(database, 'encode')).toBe(false)
    await release()
    expect(await jobsIn()).toHaveLength(1)
  })
})

describe('a worker that is drained', () => {
  it('finishes what it does and takes no more, which others do', async () => {
    const { database } = bench.services
    const [drained, other] = [heldTasks(), heldTasks()]
    bench.work(drained.perform, ['task-encode'], { concurrency: 1, id: 'drained' })
    await queueChunks({ channelId: bench.channelId, videos: 4 })
    await release()
    await vi.waitFor(() => expect(drained.started).toHaveLength(1), PATIENCE)
    expect(await drainWorker(database, 'drained')).toBe(true)
    expect(await drainWorker(database, 'nobody')).toBe(false)
    bench.work(other.perform, ['completion', 'dispatch'], RELEASING)
    bench.work(other.perform, ['task-encode'], { concurrency: 1 })
    drained.waiting[0]?.()
    for (let one = 0; one < 3; one += 1) {
      await vi.waitFor(() => expect(other.started).toHaveLength(one + 1), PATIENCE)
      other.waiting[one]?.()
    }
    const settled = () => database.pipelineTask.count({ where: { status: 'succeeded' } })
    await vi.waitFor(async () => expect(await settled()).toBe(4), PATIENCE)
    expect(drained.started).toHaveLength(1)
  }, 120_000)
})
