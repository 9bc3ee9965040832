import { startTcpProxy } from '@marquee/domain/testing'
import { enqueueCleaning, openRedis, type RedisSettings } from '@marquee/jobs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleTasks } from './testing/sample-tasks.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

describe('consumeQueue', () => {
  it('drops what is no payload, and goes on with the next message', async () => {
    const { dispatch } = bench.services.queues.byName
    await dispatch.add('dispatch-run', { runId: 'not a run' })
    const { runId } = await bench.createRun()
    await bench.dispatch(runId)
    bench.work(sampleTasks().perform, ['dispatch'])
    await vi.waitFor(
      async () => expect(await dispatch.getJobCountByTypes('wait', 'active', 'delayed')).toBe(0),
      30_000,
    )
    const task = await bench.services.database.pipelineTask.findFirst({ where: { runId, name: 'inspect' } })
    expect(task?.status).toBe('queued')
  })

  it('tries a message again that failed because something was away', async () => {
    const { runId } = await bench.createRun()
    const { completion } = bench.services.queues.byName
    const payload = { runId: String(runId), task: 'inspect', attempt: 1 }
    const result = { outcome: 'failed', code: 'SOURCE_EMPTY', detail: '', cpuSeconds: 0 }
    await bench.services.database.$executeRaw`ALTER TABLE pipeline_run RENAME TO pipeline_run_away`
    bench.work(sampleTasks().perform, ['completion'])
    await completion.add('settle-task', { ...payload, result }, { jobId: `again.${runId}` })
    await vi.waitFor(async () => {
      const job = await completion.getJob(`again.${runId}`)
      expect(job?.attemptsMade).toBeGreaterThan(0)
    }, 30_000)
    await bench.services.database.$executeRaw`ALTER TABLE pipeline_run_away RENAME TO pipeline_run`
    await vi.waitFor(async () => expect(await completion.getJob(`again.${runId}`)).toBeUndefined(), 30_000)
  })
})

describe('the queue of maintenance', () => {
  it('sweeps before it cleans, whatever was asked for first', async () => {
    const { queues } = bench.services
    const done: string[] = []
    const handle = (name: string) => async () => {
      done.push(name)
      return 'done' as const
    }
    for (const runId of [1n, 2n, 3n]) await enqueueCleaning(queues, runId, { delayMs: 0 })
    await queues.byName.maintenance.add('sweep', {})
    const handlers = { sweep: handle('sweep'), 'clean-run': handle('clean') }
    bench.work(sampleTasks().perform, ['maintenance'], { concurrency: 1, handlers })
    await vi.waitFor(() => expect(done).toEqual(['sweep', 'clean', 'clean', 'clean']), 30_000)
    await bench.rest()
  })
})

describe('a Redis whose machine vanishes, and another that takes its address', () => {
  async function askTwice(whenDown: RedisSettings['whenDown']) {
    const proxy = await startTcpProxy(process.env.QUEUE_REDIS_URL ?? '')
    const redis = openRedis(proxy.url, { whenDown, answerWithinMs: 1_500 })
    await redis.ping()
    proxy.strand()
    const answer = await redis.ping()
    redis.disconnect()
    proxy.close()
    return answer
  }

  it.each(['wait', 'fail'] as const)('is asked anew by who would %s while it is down', async (whenDown) => {
    expect(await askTwice(whenDown)).toBe('PONG')
  })
})
