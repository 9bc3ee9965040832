import {
  cancelRunsOf,
  claimTask,
  findUndispatchedRuns,
  queueTasks,
  requeueTask,
} from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { deleteVideo } from '@marquee/domain/videos'
import { enqueueResult, MAX_TASK_LOSSES } from '@marquee/jobs'
import { newPublicId } from '@marquee/schema/ids'
import { StorageRefused } from '@marquee/storage'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { cleanRun } from './clean-run.ts'
import { releaseNext } from './release-tasks.ts'
import { createSweep } from './sweep.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleOutputs } from './testing/sample-outputs.ts'
import { sampleTasks, untilAborted } from './testing/sample-tasks.ts'
import { watchClaims } from './watch-claims.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(async () => {
  await bench.rest()
  // What one test leaves half done, no other shall find.
  await bench.services.database.pipelineRun.updateMany({
    where: { status: 'running' },
    data: { status: 'cancelled', endedAt: new Date() },
  })
  await bench.services.queues.redis.flushdb()
})
afterAll(() => bench.close())

const statusOf = async (runId: bigint) => (await readWholeRun(bench.services.database, runId))?.status
const taskOf = async (runId: bigint, name: string) =>
  (await readWholeRun(bench.services.database, runId))?.tasks.find((task) => task.name === name)

/** As if everything in the database had happened this much earlier. */
async function age(runId: bigint, seconds: number): Promise<void> {
  await bench.services.database.$executeRaw`
    UPDATE pipeline_task SET queued_at = queued_at - ${seconds} * interval '1 second',
                             released_at = released_at - ${seconds} * interval '1 second',
                             started_at = started_at - ${seconds} * interval '1 second' WHERE run_id = ${runId}`
}

/** An upload of a video, with its multipart upload in the store; open unless told otherwise. */
async function openUpload(videoId: bigint, details: { status?: 'open' | 'aborted'; expiresAt?: Date } = {}) {
  const { database, stores } = bench.services
  const key = `uploads/${newPublicId()}/source`
  const part = await stores.originals.multipart.create(key)
  const { ownerId } = await database.channel.findFirstOrThrow()
  const id = BigInt(bench.ids.next())
  await database.upload.create({
    data: {
      id,
      publicId: newPublicId(),
      accountId: ownerId,
      videoId,
      fileName: 'clip.mp4',
      contentType: 'video/mp4',
      sizeBytes: 5n,
      partSize: 5,
      partCount: 1,
      key,
      storeId: part.uploadId,
      expiresAt: new Date(Date.now() + 60_000),
      ...details,
    },
  })
  return { id, key, part }
}

async function deletedAgo(videoId: bigint, seconds: number): Promise<void> {
  const { database } = bench.services
  await deleteVideo(database, videoId)
  const deletedAt = new Date(Date.now() - seconds * 1_000)
  await database.video.update({ where: { id: videoId }, data: { deletedAt } })
}

describe('a worker that is told to stop', () => {
  it('gives its task back, and that is no failed attempt', async () => {
    const { runId } = await bench.createRun()
    const first = sampleTasks({
      interfere: ({ name }, { signal }) =>
        name === 'encode' ? untilAborted(signal) : Promise.resolve(undefined),
    })
    bench.work(sampleTasks().perform, ['dispatch', 'completion', 'task-light'])
    const stopped = bench.work(first.perform, ['task-encode'])
    await bench.dispatch(runId)
    await vi.waitFor(() => expect(first.attempts).toEqual(['encode#1']), 30_000)
    await Promise.all(stopped.map((consumer) => consumer.close()))
    expect(await taskOf(runId, 'encode')).toMatchObject({ status: 'queued', attempt: 0 })
    const second = sampleTasks()
    bench.work(second.perform, ['task-encode'])
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
    expect(second.attempts).toEqual(['encode#1'])
  })

  it('lets a short task end', async () => {
    const { runId } = await bench.createRun()
    let finish = () => {}
    const finished = new Promise<undefined>((resolve) => {
      finish = () => resolve(undefined)
    })
    let told = false
    const short = sampleTasks({
      interfere(_, { signal }) {
        signal.addEventListener('abort', () => {
          told = true
        })
        return finished
      },
    })
    bench.work(short.perform, ['dispatch', 'completion'])
    const stopped = bench.work(short.perform, ['task-light'])
    await bench.dispatch(runId)
    await vi.waitFor(() => expect(short.attempts).toEqual(['inspect#1']), 30_000)
    const closing = Promise.all(stopped.map((consumer) => consumer.close()))
    finish()
    await closing
    expect(told).toBe(false)
    await vi.waitFor(async () => expect((await taskOf(runId, 'inspect'))?.status).toBe('succeeded'), 30_000)
  })
})

describe('a run that was cancelled', () => {
  it('stops its running task within seconds, and deletes nothing that others own', async () => {
    const { runId, videoId } = await bench.createRun()
    let stoppedAfterMs = 0
    const tasks = sampleTasks({
      async interfere({ name }, { signal }) {
        if (name !== 'encode') return undefined
        const { database } = bench.services
        const startedAt = Date.now()
        await database.$transaction(async (tx) => {
          await cancelRunsOf(tx, { videoId })
          await deleteVideo(tx, videoId)
        })
        return untilAborted(signal).finally(() => {
          stoppedAfterMs = Date.now() - startedAt
        })
      },
    })
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(() => expect(stoppedAfterMs).toBeGreaterThan(0), 30_000)
    expect(stoppedAfterMs).toBeLessThan(5_000)
    expect(await statusOf(runId)).toBe('cancelled')
  })
})

describe('a worker that died', () => {
  /** A run whose encode a worker has claimed and says no more of. */
  async function claimAndDie() {
    const { runId } = await bench.createRun()
    const others = bench.work(sampleTasks().perform, ['dispatch', 'completion', 'task-light'])
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect((await taskOf(runId, 'encode'))?.status).toBe('queued'), 30_000)
    const { name, queuedAt } = (await taskOf(runId, 'encode')) ?? expect.fail('there is no encode')
    const job = { runId, name, queuedAt: queuedAt ?? expect.fail('it is not queued') }
    const claim = (await claimTask(bench.services.database, job, 'dead')) ?? expect.fail('not claimed')
    await Promise.all(others.map((consumer) => consumer.close()))
    return { runId, claim, job }
  }

  it('is noticed by its silence: its task is handed on, and the run ends once', async () => {
    const { runId, job } = await claimAndDie()
    const beatAt = (await taskOf(runId, 'encode'))?.beatAt ?? expect.fail('it does not beat')
    const versionOf = async () => (await readWholeRun(bench.services.database, runId))?.video.version
    const version = (await versionOf()) ?? expect.fail('no video')
    await bench.services.database.channelUsage.deleteMany()
    const stop = watchClaims(bench.services)
    await vi.waitFor(async () => expect((await taskOf(runId, 'encode'))?.status).toBe('queued'), 30_000)
    await vi.waitFor(async () => expect(await versionOf()).toBeGreaterThan(version), 30_000)
    stop()
    const [charged, ...others] = await bench.services.database.channelUsage.findMany()
    expect(others).toEqual([])
    expect(charged).toMatchObject({ channelId: bench.channelId, resource: 'encode' })
    expect(charged?.consumed).toBeGreaterThan(0)
    const handedOn = await taskOf(runId, 'encode')
    expect(handedOn).toMatchObject({ errorCode: 'WORKER_LOST', worker: null, attempt: 1 })
    // How soon, by a clock that nobody holds up: judge-silence.test.ts.
    expect((handedOn?.queuedAt?.getTime() ?? Number.NaN) - beatAt.getTime()).toBeGreaterThan(3_000)
    // What the queue still delivers of the first queueing finds nothing.
    expect(await claimTask(bench.services.database, job, 'late')).toBeNull()
    const next = sampleTasks()
    bench.work(next.perform)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
    expect(next.attempts.filter((attempt) => attempt.startsWith('encode'))).toEqual(['encode#2'])
  })

  it('is followed by no other when it was the eighth: the run fails, and says why', async () => {
    const { runId, claim } = await claimAndDie()
    const { database } = bench.services
    const failure = { code: 'WORKER_LOST', detail: '', cpuSeconds: 0 }
    for (let attempt = claim.attempt; attempt < MAX_TASK_LOSSES; attempt += 1) {
      const job = await requeueTask(database, { ...claim, attempt }, failure)
      await claimTask(database, job ?? expect.fail('not queued'), 'dead')
    }
    const last = await requeueTask(database, { ...claim, attempt: MAX_TASK_LOSSES }, failure)
    expect(last).not.toBeNull()
    await releaseNext(bench.services, ['encode'])
    const next = sampleTasks()
    bench.work(next.perform)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('failed'), 30_000)
    expect(next.attempts.filter((attempt) => attempt.startsWith('encode'))).toEqual([])
    expect(await readWholeRun(database, runId)).toMatchObject({
      errorCode: 'WORKER_LOST',
      errorTask: 'encode',
    })
  })

  it('keeps what it has handed over, while that waits for the completion handler', async () => {
    const [handed, lost] = [await claimAndDie(), await claimAndDie()]
    const result = { outcome: 'failed', code: 'ENCODE_FAILED', detail: '', cpuSeconds: 0 } as const
    const { name: task, attempt } = handed.claim
    await enqueueResult(bench.services.queues, { runId: String(handed.runId), task, attempt, result })
    const stop = watchClaims(bench.services)
    await vi.waitFor(async () => expect((await taskOf(lost.runId, 'encode'))?.status).toBe('queued'), 30_000)
    stop()
    expect((await taskOf(handed.runId, 'encode'))?.status).toBe('running')
  })
})

describe('an attempt that goes on after its video was purged', () => {
  /** Deletes a video with its run, and has all that it stored removed. */
  async function purge({ runId, videoId }: { runId: bigint; videoId: bigint }) {
    const { database } = bench.services
    await database.$transaction((tx) => cancelRunsOf(tx, { videoId }))
    await deletedAgo(videoId, 60)
    await cleanRun(bench.services, runId, new AbortController().signal)
    await createSweep(bench.services)()
    expect((await database.video.findUniqueOrThrow({ where: { id: videoId } })).purgedAt).not.toBeNull()
  }

  const keysOf = ({ runId, publicId }: { runId: bigint; publicId: string }) =>
    [`runs/${runId}/inspect/nonce/late`, `videos/${publicId}/revision/master.m3u8`] as const

  async function writeLate(run: { runId: bigint; publicId: string }) {
    const [temporary, transcoded] = keysOf(run)
    await bench.services.stores.temporary.put(temporary, 'late')
    await bench.services.stores.transcoded.put(transcoded, '#EXTM3U')
  }

  async function expectNothing(run: { runId: bigint; publicId: string }) {
    const { stores } = bench.services
    const [temporary, transcoded] = keysOf(run)
    await vi.waitFor(async () => expect(await stores.temporary.head(temporary)).toBeUndefined(), 20_000)
    await vi.waitFor(async () => {
      await createSweep(bench.services)()
      expect(await stores.transcoded.head(transcoded)).toBeUndefined()
    }, 20_000)
  }

  it('has its result ignored, and what it wrote removed', async () => {
    const run = await bench.createRun()
    const { database, queues } = bench.services
    const queueing = (await queueTasks(database, run.runId, ['inspect']))[0] ?? expect.fail('not queued')
    const { name: task, attempt } =
      (await claimTask(database, queueing, 'cut off')) ?? expect.fail('not claimed')
    await purge(run)
    await writeLate(run)
    const result = {
      outcome: 'succeeded',
      artefacts: sampleOutputs(run.runId).inspect,
      cpuSeconds: 0,
    } as const
    await enqueueResult(queues, { runId: String(run.runId), task, attempt, result })
    bench.work(sampleTasks().perform, ['completion', 'maintenance'])
    await expectNothing(run)
  })

  it('has what it wrote removed though it has no result, since its claim was lost', async () => {
    const run = await bench.createRun()
    let hasWritten = false
    const tasks = sampleTasks({
      async interfere(_, { signal }) {
        await purge(run)
        return untilAborted(signal).finally(async () => {
          await writeLate(run)
          hasWritten = true
        })
      },
    })
    bench.work(tasks.perform)
    await bench.dispatch(run.runId)
    await vi.waitFor(() => expect(hasWritten).toBe(true), 20_000)
    await expectNothing(run)
  })
})

describe('the sweep', () => {
  it('leaves a running task to its worker after the queue has lost its memory', async () => {
    const { runId } = await bench.createRun()
    let finish = () => {}
    const finished = new Promise<undefined>((resolve) => {
      finish = () => resolve(undefined)
    })
    const slow = sampleTasks({ interfere: async ({ name }) => (name === 'encode' ? finished : undefined) })
    bench.work(slow.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect((await taskOf(runId, 'encode'))?.status).toBe('running'), 30_000)
    await bench.services.queues.redis.flushdb()
    await age(runId, 60)
    await createSweep(bench.services)()
    finish()
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
    expect(slow.attempts.filter((attempt) => attempt.startsWith('encode'))).toEqual(['encode#1'])
  })

  it('finds a run whose message was never sent, and a queued task whose job was not', async () => {
    const { runId } = await bench.createRun()
    const sweep = createSweep(bench.services)
    await sweep()
    await sweep()
    const dispatches = await bench.services.queues.byName.dispatch.getJobs(['waiting'])
    expect(dispatches.filter(({ data }) => data.runId === String(runId))).toHaveLength(1)
    const consumers = bench.work(sampleTasks().perform, ['dispatch'])
    await vi.waitFor(async () => expect((await taskOf(runId, 'inspect'))?.status).toBe('queued'), 30_000)
    await Promise.all(consumers.map((consumer) => consumer.close()))
    await bench.services.queues.redis.flushdb()
    await age(runId, 60)
    await sweep()
    bench.work(sampleTasks().perform)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
  })

  it('finds forgotten runs a batch at a time, those behind the last among them', async () => {
    const { database } = bench.services
    const [first, second] = [await bench.createRun(), await bench.createRun()].map(({ runId }) => runId)
    expect(await findUndispatchedRuns(database, 1)).toMatchObject([{ runId: first }])
    expect(await findUndispatchedRuns(database, 1, first)).toMatchObject([{ runId: second }])
    expect(await findUndispatchedRuns(database, 1, second)).toEqual([])
  })

  it('finds a run of which nothing is left to do, though it has published nothing', async () => {
    const { runId } = await bench.createRun()
    const { database } = bench.services
    await database.pipelineTask.updateMany({ where: { runId }, data: { status: 'skipped' } })
    bench.work(sampleTasks().perform, ['dispatch'])
    await createSweep(bench.services)()
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('failed'), 30_000)
    expect(await readWholeRun(database, runId)).toMatchObject({ errorCode: 'PIPELINE_INVALID' })
  })

  it('expires uploads that nobody finished, with their parts and videos', async () => {
    const { database, stores } = bench.services
    const { videoId } = await bench.createRun()
    await database.video.update({ where: { id: videoId }, data: { status: 'uploading' } })
    const { id, part } = await openUpload(videoId, { expiresAt: new Date(Date.now() - 1_000) })
    await createSweep(bench.services)()
    expect((await database.upload.findUniqueOrThrow({ where: { id } })).status).toBe('expired')
    expect((await database.video.findUniqueOrThrow({ where: { id: videoId } })).status).toBe('deleted')
    await expect(stores.originals.multipart.listParts(part)).rejects.toThrow('No open multipart upload')
  })

  it('removes every object of a deleted video, a while after', async () => {
    const { database, stores } = bench.services
    const { videoId, publicId } = await bench.createRun()
    const key = `videos/${publicId}/revision/master.m3u8`
    await stores.transcoded.put(key, '#EXTM3U')
    await deleteVideo(database, videoId)
    const sweep = createSweep(bench.services)
    await sweep()
    expect(await stores.transcoded.head(key)).toBeDefined()
    await database.video.update({
      where: { id: videoId },
      data: { deletedAt: new Date(Date.now() - 60_000) },
    })
    await sweep()
    expect(await stores.transcoded.head(key)).toBeUndefined()
    const video = await database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video.purgedAt).toBeInstanceOf(Date)
  })

  it('purges the other videos where the objects of one cannot be deleted', async () => {
    const { database, stores } = bench.services
    const stuck = await bench.createRun()
    const other = await bench.createRun()
    for (const { videoId } of [stuck, other]) await deletedAgo(videoId, 60)
    const deletePrefix = stores.transcoded.deletePrefix
    const refusing = vi
      .spyOn(stores.transcoded, 'deletePrefix')
      .mockImplementation(async (prefix, options) => {
        if (prefix === `videos/${stuck.publicId}/`) throw new StorageRefused('AccessDenied')
        return deletePrefix(prefix, options)
      })
    const isPurged = async ({ videoId }: { videoId: bigint }) =>
      (await database.video.findUniqueOrThrow({ where: { id: videoId } })).purgedAt !== null
    const sweep = createSweep(bench.services)
    await sweep()
    expect([await isPurged(stuck), await isPurged(other)]).toEqual([false, true])
    refusing.mockRestore()
    await sweep()
    expect(await isPurged(stuck)).toBe(true)
  })

  it('expires the other uploads where the parts of one cannot be dropped', async () => {
    const { database, stores } = bench.services
    const [stuck, other] = [await bench.createRun(), await bench.createRun()]
    const expiresAt = new Date(Date.now() - 1_000)
    const uploads = [
      await openUpload(stuck.videoId, { expiresAt }),
      await openUpload(other.videoId, { expiresAt }),
    ]
    const abort = stores.originals.multipart.abort
    const refusing = vi
      .spyOn(stores.originals.multipart, 'abort')
      .mockImplementation(async (part, options) => {
        if (part.key === uploads[0]?.key) throw new StorageRefused('AccessDenied')
        return abort(part, options)
      })
    const statuses = async () => {
      const rows = await database.upload.findMany({
        where: { id: { in: uploads.map(({ id }) => id) } },
        orderBy: { id: 'asc' },
      })
      return rows.map(({ status }) => status)
    }
    const sweep = createSweep(bench.services)
    await sweep()
    expect(await statuses()).toEqual(['open', 'expired'])
    refusing.mockRestore()
    await sweep()
    expect(await statuses()).toEqual(['expired', 'expired'])
  })

  it('removes an original that the store made only after its upload was given up', async () => {
    const { database, stores } = bench.services
    const { videoId } = await bench.createRun()
    const { key } = await openUpload(videoId, { status: 'aborted' })
    await deletedAgo(videoId, 60)
    const sweep = createSweep(bench.services)
    await sweep()
    await stores.originals.put(key, 'late')
    const deletedAt = new Date(Date.now() - 3_600_000)
    await database.video.update({ where: { id: videoId }, data: { deletedAt } })
    await sweep()
    expect(await stores.originals.head(key)).toBeUndefined()
  })

  it('removes a replaced revision only when no token can name it any more', async () => {
    const { database, stores } = bench.services
    const { publicId } = await bench.createRun()
    const due = { videoPublicId: publicId, revision: 'older' }
    const key = `videos/${publicId}/older/master.m3u8`
    await stores.transcoded.put(key, '#EXTM3U')
    await database.retiredRevision.create({ data: { ...due, removeAfter: new Date(Date.now() + 60_000) } })
    const sweep = createSweep(bench.services)
    await sweep()
    expect(await stores.transcoded.head(key)).toBeDefined()
    await database.retiredRevision.updateMany({ where: due, data: { removeAfter: new Date() } })
    await sweep()
    expect(await stores.transcoded.head(key)).toBeUndefined()
    expect(await database.retiredRevision.count({ where: due })).toBe(0)
  })
})
