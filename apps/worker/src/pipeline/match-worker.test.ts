import { findRun, findTask, queueTask, releaseTasks } from '@marquee/domain/pipeline'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { failUnfit } from './fail-unfit.ts'
import { releaseNext } from './release-tasks.ts'
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

/** A run whose encode is queued, and asks for more than any worker has. */
async function queueDemanding(demands: { memoryMb?: number; encoders?: string[] }) {
  const run = await bench.createRun()
  const { database } = bench.services
  await database.pipelineTask.updateMany({
    where: { runId: run.runId, name: 'encode' },
    data: { demands, isDemanding: true },
  })
  await queueTask(database, run.runId, 'encode')
  return run
}

const encodeOf = async (runId: bigint) =>
  (await findTask(bench.services.database, { runId, name: 'encode' })) ?? expect.fail('no encode')

describe('a task that demands what few workers have', () => {
  it('is done by one that has it, and by no other', async () => {
    const plain = sampleTasks()
    const fitting = sampleTasks()
    bench.work(plain.perform, ['task-encode'], { id: 'plain' })
    bench.work(fitting.perform, ['task-encode'], {
      id: 'fitting',
      facts: { encoders: ['libx264', 'h264_nvenc'], memoryBytes: 64e9 },
    })
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

  it('waits again where the worker that it was meant for goes, and goes to another', async () => {
    const { database } = bench.services
    const beat = { host: 'h', roles: ['encode'], slots: { encode: 1 }, cores: 1, memoryBytes: 8_000_000_000n }
    const worker = (id: string) => ({ ...beat, id, encoders: ['libsvtav1'], region: 0, version: '0' })
    await database.worker.create({ data: worker('first:1:a') })
    const { runId } = await queueDemanding({ encoders: ['libsvtav1'] })
    const { released } = await releaseTasks(database, 'encode')
    expect(released).toMatchObject([{ runId, releasedTo: 'first:1:a' }])
    expect((await releaseTasks(database, 'encode')).released).toEqual([])
    await database.worker.deleteMany()
    await releaseTasks(database, 'encode')
    expect(await encodeOf(runId)).toMatchObject({ releasedAt: null, releasedTo: null })
    await database.worker.create({ data: worker('second:1:b') })
    expect((await releaseTasks(database, 'encode')).released).toMatchObject([{ releasedTo: 'second:1:b' }])
  })

  it('fails its run by a code of its own where no worker has it for long', async () => {
    const { database } = bench.services
    bench.work(sampleTasks().perform, ['task-encode'], { id: 'plain' })
    const { runId, videoId } = await queueDemanding({ memoryMb: 1_000_000 })
    await releaseNext(bench.services, ['encode'])
    await failUnfit(bench.services)
    expect((await encodeOf(runId)).unfitSince).toBeInstanceOf(Date)
    expect((await findRun(database, runId))?.status).toBe('running')
    await database.pipelineTask.updateMany({
      where: { runId },
      data: { unfitSince: new Date(Date.now() - 601_000) },
    })
    await failUnfit(bench.services)
    expect(await findRun(database, runId)).toMatchObject({
      status: 'failed',
      errorCode: 'NO_FITTING_WORKER',
      errorTask: 'encode',
    })
    const video = await database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'failed', errorCode: 'NO_FITTING_WORKER' })
  })
})
