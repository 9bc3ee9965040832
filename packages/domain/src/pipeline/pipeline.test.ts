import { type InspectOutput, STANDARD_PIPELINE } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { advanceTask, claimTask, giveBackTask, holdsClaim } from './claim-task.ts'
import { createRun, InvalidPipeline, retryRun } from './create-run.ts'
import { cancelRun, endRun } from './end-run.ts'
import { findSilentTasks } from './find-lost.ts'
import { queueTask, requeueTask } from './queue-task.ts'
import { readVideoProgress } from './read-progress.ts'
import { failTask, succeedTask } from './settle-task.ts'

let channel: TestChannel
let database: Database
let ids: IdSource
let channelId: bigint

beforeAll(async () => {
  channel = await openChannel()
  ;({ database, ids, channelId } = channel)
})
afterAll(() => channel.close())

const definition = STANDARD_PIPELINE
const failure = (code: string) => ({ code, detail: 'test', cpuSeconds: 0 })
/** Only what progress reads; the rest of an inspection is packages/jobs' to check. */
const inspection = {
  type: 'inspect',
  cpuSeconds: 0,
  rungs: [{ name: '720p' }, { name: '240p' }],
} as unknown as InspectOutput

async function createVideo(status: 'processing' | 'failed' = 'processing', errorCode: string | null = null) {
  const id = BigInt(ids.next())
  const publicId = newPublicId()
  const originalKey = `uploads/${publicId}/source`
  await database.video.create({
    data: { id, publicId, channelId, title: 'Clip', status, errorCode, originalKey },
  })
  return id
}

async function begin(name: string) {
  const videoId = await createVideo()
  const runId = await createRun(database, ids, { videoId, definition })
  const queueing = (await queueTask(database, runId, name)) ?? expect.fail('not queued')
  const claim = (await claimTask(database, queueing, 'one')) ?? expect.fail('not claimed')
  return { videoId, runId, queueing, claim }
}

describe('createRun', () => {
  it('refuses a definition that cannot run, and writes nothing', async () => {
    const videoId = await createVideo()
    const broken = { name: 'broken', version: 1, tasks: [{ name: 'a', type: 'encode', needs: ['b'] }] }
    await expect(createRun(database, ids, { videoId, definition: broken })).rejects.toThrow(InvalidPipeline)
    expect(await database.pipelineRun.count({ where: { videoId } })).toBe(0)
  })
})

describe('claimTask', () => {
  it('leaves a task to the worker that beats, however often the queue delivers it', async () => {
    const { queueing, claim } = await begin('inspect')
    expect(await claimTask(database, queueing, 'two')).toBeNull()
    expect(await holdsClaim(database, claim)).toBe(true)
  })

  it('hands a silent task over, unless it beats meanwhile', async () => {
    const { claim } = await begin('inspect')
    const task = async () => {
      const silent = await findSilentTasks(database, { forMs: -60_000, limit: 1_000 })
      return silent.find(({ runId }) => runId === claim.runId) ?? expect.fail('it is not running')
    }
    const seen = await task()
    await database.$executeRaw`SELECT pg_sleep(0.002)`
    await advanceTask(database, claim, 0.5)
    expect(await requeueTask(database, seen, failure('WORKER_LOST'))).toBeNull()
    expect(await requeueTask(database, await task(), failure('WORKER_LOST'))).not.toBeNull()
    expect(await findSilentTasks(database, { forMs: -60_000, limit: 1_000 })).not.toContainEqual(
      expect.objectContaining({ runId: claim.runId }),
    )
  })

  it('fences: another attempt voids the first', async () => {
    const { claim } = await begin('inspect')
    const requeued = await requeueTask(database, claim, failure('WORKER_LOST'))
    const second = requeued && (await claimTask(database, requeued, 'two'))
    expect(second?.attempt).toBe(2)
    expect(await holdsClaim(database, claim)).toBe(false)
    expect(await advanceTask(database, claim, 0.5)).toBeNull()
    expect(await succeedTask(database, claim, { output: inspection, cpuSeconds: 0 })).toBe(false)
    expect(await failTask(database, claim, failure('INTERNAL'))).toBe(false)
    expect(await giveBackTask(database, claim)).toBe(false)
  })

  it('finds nothing for a queueing that another has replaced', async () => {
    const { queueing, claim } = await begin('inspect')
    expect(await requeueTask(database, claim, failure('ENCODE_KILLED'))).not.toBeNull()
    expect(await claimTask(database, queueing, 'two')).toBeNull()
  })

  it('is void once the run or the video has ended', async () => {
    const cancelled = await begin('inspect')
    await database.$transaction((tx) => cancelRun(tx, cancelled))
    expect(await holdsClaim(database, cancelled.claim)).toBe(false)
    const deleted = await begin('inspect')
    await database.video.update({ where: { id: deleted.videoId }, data: { status: 'deleted' } })
    expect(await holdsClaim(database, deleted.claim)).toBe(false)
    expect(await claimTask(database, deleted.queueing, 'two')).toBeNull()
  })
})

describe('advanceTask', () => {
  it('never goes back, and bumps the version that subscribers compare', async () => {
    const { claim } = await begin('inspect')
    const first = await advanceTask(database, claim, 0.6)
    const second = await advanceTask(database, claim, 0.4)
    expect(second?.version).toBeGreaterThan(first?.version ?? Number.NaN)
    const task = await database.pipelineTask.findFirst({ where: { runId: claim.runId, name: 'inspect' } })
    expect(task?.fraction).toBe(0.6)
  })
})

describe('readVideoProgress', () => {
  it('tells each video of its newest run, and nothing of one that has none', async () => {
    const { videoId, runId, claim } = await begin('inspect')
    await succeedTask(database, claim, { output: inspection, cpuSeconds: 0 })
    const encode = (await queueTask(database, runId, 'encode')) ?? expect.fail('not queued')
    const encoding = (await claimTask(database, encode, 'one')) ?? expect.fail('not claimed')
    await advanceTask(database, encoding, 0.5)
    const idle = await createVideo()
    const progress = await readVideoProgress(database, [videoId, idle], new Date(Date.now() + 10_000))
    expect([...progress.keys()]).toEqual([videoId])
    expect(progress.get(videoId)).toMatchObject({
      runStatus: 'running',
      renditions: [
        { name: '720p', state: 'running', fraction: 0.5 },
        { name: '240p', state: 'running', fraction: 0.5 },
      ],
      steps: [{ name: 'inspect', state: 'succeeded', fraction: 1, attempt: 1 }, ...Array(7).fill({})],
    })
    expect(progress.get(videoId)?.remainingMs).toBeGreaterThan(9_000)
  })
})

describe('retryRun', () => {
  it('makes one run of two who ask at once', async () => {
    const videoId = await createVideo('failed', 'ENCODE_FAILED')
    const retry = () => database.$transaction((tx) => retryRun(tx, ids, { videoId, definition }))
    const answers = await Promise.all([retry(), retry()])
    expect(answers.filter(({ retried }) => retried)).toHaveLength(1)
    expect(await database.pipelineRun.count({ where: { videoId } })).toBe(1)
    const video = await database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'processing', errorCode: null })
  })

  it('does not try bytes again that cannot succeed', async () => {
    const videoId = await createVideo('failed', 'SOURCE_DAMAGED')
    const answer = await retryRun(database, ids, { videoId, definition })
    expect(answer).toEqual({ retried: false, code: 'NOT_RETRYABLE' })
  })
})

describe('endRun', () => {
  it('keeps the first end', async () => {
    const { runId } = await begin('inspect')
    const failed = { status: 'failed', errorCode: 'SOURCE_EMPTY', errorTask: 'inspect' } as const
    expect(await endRun(database, runId, failed)).toBe(true)
    expect(await endRun(database, runId, { status: 'succeeded' })).toBe(false)
    expect(await database.pipelineRun.findUnique({ where: { id: runId } })).toMatchObject(failed)
  })
})
