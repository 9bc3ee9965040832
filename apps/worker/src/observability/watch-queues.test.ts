import { advanceTask, claimTask, queueTasks } from '@marquee/domain/pipeline'
import { enqueueCleaning } from '@marquee/jobs'
import { createMetrics } from '@marquee/service'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Bench, openBench } from '../pipeline/testing/open-bench.ts'
import { watchQueues } from './watch-queues.ts'

let bench: Bench

beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** The value of a series, or undefined where there is none. */
async function read(metrics: ReturnType<typeof createMetrics>, series: string): Promise<number | undefined> {
  const text = await metrics.registry.metrics()
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.split(' ').at(-1))
}

describe('watchQueues', () => {
  it('says how many jobs wait, and for how long the first of them has', async () => {
    const metrics = createMetrics('worker')
    watchQueues(metrics, bench.services)
    const waiting = 'marquee_queue_jobs{queue="dispatch",state="waiting",program="worker"}'
    const age = 'marquee_queue_oldest_seconds{queue="dispatch",program="worker"}'
    await expect.poll(async () => [await read(metrics, waiting), await read(metrics, age)]).toEqual([0, 0])
    const { runId } = await bench.createRun()
    await bench.dispatch(runId)
    await expect.poll(() => read(metrics, waiting)).toBe(1)
    await expect.poll(() => read(metrics, age)).toBeGreaterThan(0)
    await enqueueCleaning(bench.services.queues, runId, { delayMs: 0 })
    const owed = 'marquee_queue_oldest_seconds{queue="maintenance",program="worker"}'
    await expect.poll(() => read(metrics, owed)).toBeGreaterThan(0)
  })

  it('counts a task from its row, whose age the order of priorities hides', async () => {
    const metrics = createMetrics('worker')
    watchQueues(metrics, bench.services)
    bench.work(() => Promise.reject(new Error('not wanted')), ['dispatch'])
    const series = 'marquee_queue_jobs{queue="task-light",state="prioritized",program="worker"}'
    await expect.poll(() => read(metrics, series)).toBe(1)
    const age = 'marquee_queue_oldest_seconds{queue="task-light",program="worker"}'
    await expect.poll(() => read(metrics, age)).toBeGreaterThan(0)
    await bench.rest()
  })

  it('says what the backlog is estimated to cost, and how many workers there are for it', async () => {
    const metrics = createMetrics('worker')
    watchQueues(metrics, bench.services)
    const { database } = bench.services
    await database.pipelineRun.deleteMany()
    const { runId } = await bench.createRun()
    const backlog = 'marquee_backlog_cpu_seconds{resource="encode",program="worker"}'
    await expect.poll(() => read(metrics, backlog)).toBe(0)
    await database.pipelineTask.updateMany({ where: { runId, name: 'encode' }, data: { cost: 80 } })
    await queueTasks(database, runId, ['encode'])
    await expect.poll(() => read(metrics, backlog)).toBe(80)
    const { queuedAt } = await database.pipelineTask.findFirstOrThrow({ where: { runId, name: 'encode' } })
    const claim = await claimTask(
      database,
      { runId, name: 'encode', queuedAt: queuedAt ?? new Date() },
      'one',
    )
    await advanceTask(database, claim ?? expect.fail('not claimed'), 0.25)
    await expect.poll(() => read(metrics, backlog)).toBe(60)
    const working = 'marquee_workers_alive{state="working",program="worker"}'
    await expect.poll(() => read(metrics, working)).toBe(0)
    bench.work(() => Promise.reject(new Error('not wanted')), ['task-light'])
    await expect.poll(() => read(metrics, working)).toBe(1)
    await bench.rest()
    await expect.poll(() => read(metrics, working)).toBe(0)
  })
})
