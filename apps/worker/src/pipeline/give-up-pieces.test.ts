import { claimTask, failTask, findTask, holdsClaim, spreadNode } from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { videoChannel } from '@marquee/domain/videos'
import { MAX_TASK_ATTEMPTS, type TaskResult } from '@marquee/jobs'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { releaseNext } from './release-tasks.ts'
import { settleTask } from './settle-task.ts'
import { createSweep } from './sweep.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleOutputs } from './testing/sample-outputs.ts'
import { sampleTasks, untilAborted } from './testing/sample-tasks.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await bench.rest()
  await bench.services.database.pipelineRun.deleteMany()
  await bench.services.queues.redis.flushdb()
})
afterAll(() => bench.close())

const PIECES = 4
const LAST = { attempt: MAX_TASK_ATTEMPTS - 1 }

/** A run that can do without its encode, which is done in pieces; the first of them has one attempt left. */
async function spread() {
  const { database } = bench.services
  const { runId } = await bench.createRun()
  await database.pipelineTask.updateMany({ where: { runId, name: 'encode' }, data: { essential: false } })
  await spreadNode(database, runId, { node: 'encode', items: PIECES })
  await database.pipelineTask.updateMany({ where: { runId, name: 'encode.0' }, data: LAST })
  return runId
}

const taskOf = async (runId: bigint, name: string) =>
  (await findTask(bench.services.database, { runId, name })) ?? expect.fail(`no ${name}`)
const statesOf = async (runId: bigint) => {
  const { database } = bench.services
  const pieces = await database.pipelineTask.findMany({
    ...{ where: { runId, node: 'encode', item: { not: null } }, orderBy: { item: 'asc' } },
  })
  return pieces.map(({ status }) => status)
}

async function claim(runId: bigint, name: string) {
  const { queuedAt } = await taskOf(runId, name)
  return claimTask(
    bench.services.database,
    { runId, name, queuedAt: queuedAt ?? expect.fail('not queued') },
    'test',
  )
}

const failed: TaskResult = { outcome: 'failed', code: 'ENCODE_FAILED', detail: 'test', cpuSeconds: 0 }
const madeIn = (runId: bigint): TaskResult => ({
  ...{ outcome: 'succeeded', artefacts: sampleOutputs(runId).encode, cpuSeconds: 0 },
})
const settle = (runId: bigint, name: string, attempt: number, result: TaskResult) =>
  settleTask(bench.services, bench.ids, { runId: String(runId), task: name, attempt, result })

describe('what is done in pieces and is not essential, once one of them is given up', () => {
  /** Names of the pieces that a worker has begun, but for the one that is given up. */
  async function begunOthers(runId: bigint) {
    const rows = await bench.services.database.pipelineTask.findMany({
      where: { runId, node: 'encode', item: { gt: 0 }, attempt: { gt: 0 } },
    })
    return rows.map(({ name }) => name).sort()
  }

  it('is worked at no more: whoever runs a piece is told to stop, and no other begins', async () => {
    const runId = await spread()
    const begun = new Set<string>()
    const stopped = new Set<string>()
    const tasks = sampleTasks({
      async interfere({ name }, { signal }) {
        begun.add(name)
        if (name !== 'encode.0') return untilAborted(signal).finally(() => stopped.add(name))
        await vi.waitFor(() => expect(begun.size).toBe(2), 30_000)
        return 'ENCODE_FAILED'
      },
    })
    bench.work(tasks.perform, ['dispatch', 'completion', 'task-encode'], { concurrency: 2 })
    await releaseNext(bench.services, ['encode'])
    await vi.waitFor(async () => expect((await taskOf(runId, 'encode')).status).toBe('failed'), 30_000)
    const running = await begunOthers(runId)
    await vi.waitFor(() => expect([...stopped].sort()).toEqual(running), 30_000)
    await vi.waitFor(async () => {
      for (const queue of ['task-encode', 'dispatch', 'completion'] as const)
        expect(
          await bench.services.queues.byName[queue].getJobCountByTypes('wait', 'active', 'prioritized'),
        ).toBe(0)
    }, 30_000)
    expect(await begunOthers(runId)).toEqual(running)
    expect(await statesOf(runId)).toEqual(['failed', 'cancelled', 'cancelled', 'cancelled'])
    expect(await taskOf(runId, 'encode')).toMatchObject({ errorCode: 'ENCODE_FAILED' })
    expect((await readWholeRun(bench.services.database, runId))?.status).toBe('running')
  })

  it('stays given up, whatever another piece comes to at the same moment or later', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const runId = await spread()
      for (const name of ['encode.0', 'encode.1', 'encode.2']) await claim(runId, name)
      await Promise.all([
        settle(runId, 'encode.1', 1, madeIn(runId)),
        settle(runId, 'encode.0', MAX_TASK_ATTEMPTS, failed),
        settle(runId, 'encode.0', MAX_TASK_ATTEMPTS, failed),
      ])
      const [, same] = await statesOf(runId)
      expect(['succeeded', 'cancelled']).toContain(same)
      expect(await holdsClaim(bench.services.database, { runId, name: 'encode.2', attempt: 1 })).toBe(false)
      expect(await claim(runId, 'encode.3')).toBeNull()
      await settle(runId, 'encode.2', 1, madeIn(runId))
      await settle(runId, 'encode.2', 1, failed)
      expect(await statesOf(runId)).toEqual(['failed', same, 'cancelled', 'cancelled'])
      expect(await taskOf(runId, 'encode')).toMatchObject({ status: 'failed', errorCode: 'ENCODE_FAILED' })
    }
  })

  it('is given up by the sweep where a program gave up the piece alone', async () => {
    const runId = await spread()
    const { database, queues, cache } = bench.services
    for (const name of ['encode.0', 'encode.1']) await claim(runId, name)
    const failure = { code: 'ENCODE_FAILED', detail: 'test', cpuSeconds: 0 }
    await failTask(database, { runId, name: 'encode.0', attempt: MAX_TASK_ATTEMPTS }, failure)
    const { publicId, version } = (await readWholeRun(database, runId))?.video ?? expect.fail('no video')
    const told: number[] = []
    const subscriber = cache.duplicate()
    await subscriber.subscribe(videoChannel(publicId))
    subscriber.on('message', (_, text) => told.push(JSON.parse(text).version))
    await Promise.all([createSweep(bench.services)(), createSweep(bench.services)()])
    await vi.waitFor(() => expect(Math.max(...told)).toBeGreaterThan(version), 30_000)
    subscriber.disconnect()
    expect(await taskOf(runId, 'encode')).toMatchObject({ status: 'failed', errorCode: 'ENCODE_FAILED' })
    expect(await statesOf(runId)).toEqual(['failed', 'cancelled', 'cancelled', 'cancelled'])
    const dispatches = await queues.byName.dispatch.getJobs(['waiting'])
    expect(dispatches.map(({ data }) => data.runId)).toContain(String(runId))
  })
})
