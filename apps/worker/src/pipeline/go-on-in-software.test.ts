import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claimTask, findDefinition, saveDefinitions } from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { enqueueResult, MAX_TASK_ATTEMPTS } from '@marquee/jobs'
import { RENDER_NODE } from '@marquee/media'
import { createLogger } from '@marquee/service'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openScratchSpace } from '../scratch/scratch-space.ts'
import { openMediaRunner } from '../tasks/open-media-runner.ts'
import { makeClip } from '../tasks/testing/footage.ts'
import { cleanRun } from './clean-run.ts'
import { dispatchRun } from './dispatch-run.ts'
import { giveUpUnfit } from './give-up-unfit.ts'
import { createTaskPerformer } from './perform-task.ts'
import type { PerformTask } from './run-task.ts'
import { settleTask } from './settle-task.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleOutputs, samplePublish } from './testing/sample-outputs.ts'
import { sampleTasks } from './testing/sample-tasks.ts'

const HARDWARE = 'h264_vaapi'
/** Somebody has looked for as long as matters. */
const LONG = Number.POSITIVE_INFINITY

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

const runsOf = (videoId: bigint) =>
  bench.services.database.pipelineRun.findMany({ where: { videoId }, orderBy: { id: 'asc' } })
const videoOf = (id: bigint) => bench.services.database.video.findUniqueOrThrow({ where: { id } })

/** As if streams had been announced with hardware, wherever that is allowed. */
function announcing(perform: PerformTask): PerformTask {
  return async (task, controls) => {
    const result = await perform(task, controls)
    if (task.type !== 'split' || task.software || result.outcome === 'failed') return result
    const { stream, ...others } = result.artefacts
    return { ...result, artefacts: { ...others, stream: { ...(stream as object), hardware: HARDWARE } } }
  }
}

const dispatched = async (runId: bigint, name: string) => {
  const run = await readWholeRun(bench.services.database, runId)
  return run?.tasks.find((task) => task.name === name) ?? expect.fail(`no ${name}`)
}

const definitionOf = async (runId: bigint) => {
  const { definition } = (await readWholeRun(bench.services.database, runId)) ?? expect.fail('no run')
  const found = await findDefinition(bench.services.database, definition)
  return found?.ok ? found.definition : expect.fail('no definition')
}

describe('a run whose hardware fails', () => {
  /** The programs themselves, on what a test has uploaded. */
  async function openRealTasks() {
    const root = await mkdtemp(join(tmpdir(), 'marquee-hardware-'))
    await chmod(root, 0o711)
    const scratch = await openScratchSpace(root, { changesIdentity: false, onUnseen: () => undefined })
    const media = await openMediaRunner({
      ...{ stores: bench.services.stores, scratch: root, sandbox: 'auto', preset: 'ultrafast' },
      ...{ hardware: null, encodes: 1, onProgramEnd: () => undefined },
      logger: createLogger('worker', { level: 'fatal' }),
    })
    return {
      perform: createTaskPerformer(media, scratch),
      close: () => rm(root, { recursive: true, force: true }),
    }
  }

  it.runIf(!existsSync(RENDER_NODE))(
    'goes on in software: the film is published, and nothing is left of the other',
    async () => {
      const { runId, videoId, publicId } = await bench.createRun()
      const { database, stores } = bench.services
      const drawn = '-f lavfi -i testsrc2=s=160x120:r=25:d=3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p'
      const { originalKey } = await videoOf(videoId)
      await stores.originals.put(originalKey ?? '', await makeClip('hardware-3s.mp4', drawn.split(' ')))
      const real = await openRealTasks()
      const seen = new Set<string>()
      const attempts: string[] = []
      const perform = announcing(async (task, controls) => {
        attempts.push(`${task.software ? 'software' : 'hardware'} ${task.name}#${task.attempt}`)
        seen.add((await videoOf(videoId)).status)
        return real.perform(task, controls)
      })
      bench.work(perform, undefined, { id: 'boastful', facts: { encoders: ['libx264', HARDWARE] } })
      await bench.dispatch(runId)
      await vi.waitFor(async () => expect((await videoOf(videoId)).status).toBe('ready'), 60_000)

      expect(attempts.filter((one) => one.includes('encode'))).toEqual([
        'hardware encode#1',
        'hardware encode#2',
        'software encode#1',
      ])
      expect(await runsOf(videoId)).toMatchObject([
        { status: 'failed', errorCode: 'ENCODE_FAILED', errorTask: 'encode', software: false },
        { status: 'succeeded', errorCode: null, software: true },
      ])
      expect([...seen].sort()).toEqual(['playable', 'processing'])
      const { revision, posterPath, storyboardPath } = await videoOf(videoId)
      const retired = await database.retiredRevision.findMany({ where: { videoPublicId: publicId } })
      const named = [revision, ...[posterPath, storyboardPath].map((path) => path?.split('/')[0])]
      const thumbnails = await database.thumbnail.findMany({ where: { videoId } })
      const known = new Set([
        ...[...named, ...retired.map((one) => one.revision)],
        ...thumbnails.map(({ path }) => path.split('/')[0]),
      ])
      await bench.rest()
      for (const { id } of await runsOf(videoId))
        await cleanRun(bench.services, id, new AbortController().signal)
      for await (const { key } of stores.transcoded.list(`videos/${publicId}/`))
        expect([...known]).toContain(key.split('/')[2])
      for await (const { key } of stores.temporary.list('runs/')) expect.fail(key)
      await real.close()
    },
  )
})

describe('a run that was announced with hardware', () => {
  /** Its encode is queued, and demands what its stream was announced with. */
  async function announce() {
    const run = await bench.createRun()
    const consumers = bench.work(announcing(sampleTasks().perform), ['dispatch', 'completion', 'task-light'])
    await bench.dispatch(run.runId)
    await vi.waitFor(
      async () => expect((await dispatched(run.runId, 'encode')).status).toBe('queued'),
      30_000,
    )
    await Promise.all(consumers.map((consumer) => consumer.close()))
    return run
  }

  it('demands it of workers, and goes on in software once none has had it for a minute', async () => {
    const { runId, videoId } = await announce()
    const { database } = bench.services
    expect(await dispatched(runId, 'encode')).toMatchObject({
      demands: { encoders: [HARDWARE] },
      isDemanding: true,
    })
    const plain = sampleTasks()
    bench.work(announcing(plain.perform))
    const unfitFor = (seconds: number) =>
      database.pipelineTask.updateMany({
        where: { runId, name: 'encode' },
        data: { unfitSince: new Date(Date.now() - seconds * 1_000) },
      })
    await unfitFor(30)
    await giveUpUnfit(bench.services, LONG)
    expect(await runsOf(videoId)).toHaveLength(1)
    await unfitFor(61)
    await giveUpUnfit(bench.services, LONG)
    await vi.waitFor(async () => expect((await videoOf(videoId)).status).toBe('ready'), 30_000)
    expect(await runsOf(videoId)).toMatchObject([
      { status: 'failed', errorCode: 'NO_FITTING_WORKER' },
      { status: 'succeeded', software: true },
    ])
  })

  /** Claims a queued task as a worker would, and lets the attempt fail. */
  async function failAttempt(runId: bigint, name: string, attempt: number, code = 'ENCODE_FAILED') {
    const { database } = bench.services
    const { queuedAt } = await dispatched(runId, name)
    const job = { runId, name, queuedAt: queuedAt ?? expect.fail('not queued') }
    await database.pipelineTask.updateMany({ where: { runId, name }, data: { releasedAt: new Date() } })
    expect(await claimTask(database, job, 'test')).toMatchObject({ attempt })
    await settleTask(bench.services, bench.ids, {
      ...{ runId: String(runId), task: name, attempt },
      result: { outcome: 'failed', code, detail: 'test', cpuSeconds: 0 },
    })
  }

  it('stops showing what grew of it', async () => {
    const { runId, videoId, publicId } = await announce()
    const { database } = bench.services
    const { revision } = sampleOutputs(runId).split.stream
    const { publication } = samplePublish(revision, true)
    const { hlsPath, dashPath } = publication
    await database.video.update({
      where: { id: videoId },
      data: { revision, hlsPath, dashPath, status: 'playable' },
    })
    for (const attempt of [1, 2]) await failAttempt(runId, 'encode', attempt)
    expect(await videoOf(videoId)).toMatchObject({ status: 'processing', revision: null, errorCode: null })
    expect(await database.retiredRevision.count({ where: { videoPublicId: publicId, revision } })).toBe(1)
  })

  it('is left out where it is not essential, once none has had its hardware for a minute', async () => {
    const { runId, videoId } = await announce()
    const { database } = bench.services
    await database.pipelineTask.updateMany({
      where: { runId, name: 'encode' },
      data: { essential: false, unfitSince: new Date(Date.now() - 61_000) },
    })
    bench.work(sampleTasks().perform, ['completion'])
    await giveUpUnfit(bench.services, LONG)
    await vi.waitFor(
      async () =>
        expect(await dispatched(runId, 'encode')).toMatchObject({
          ...{ status: 'failed', errorCode: 'NO_FITTING_WORKER' },
        }),
      30_000,
    )
    expect(await runsOf(videoId)).toMatchObject([{ status: 'running' }])
  })

  it('takes what a worker says late of an attempt, though that had no worker before', async () => {
    const { runId } = await announce()
    const { database, queues } = bench.services
    const unfitSince = new Date(Date.now() - 61_000)
    await database.pipelineTask.updateMany({ where: { runId, name: 'encode' }, data: { unfitSince } })
    await giveUpUnfit(bench.services, LONG)
    const result = { outcome: 'failed', code: 'SOURCE_DAMAGED', detail: '', cpuSeconds: 0 } as const
    await enqueueResult(queues, { runId: String(runId), task: 'encode', attempt: 0, result })
    const waiting = await queues.byName.completion.getJobs(['waiting'])
    expect(waiting.map(({ data }) => data.result.code).sort()).toEqual([
      'NO_FITTING_WORKER',
      'SOURCE_DAMAGED',
    ])
  })

  it('fails where its definition itself demands that hardware', async () => {
    const { runId, videoId } = await announce()
    const { database } = bench.services
    const { tasks, ...others } = await definitionOf(runId)
    const demanding = tasks.map((task) =>
      task.name === 'encode' ? { ...task, demands: { encoders: [HARDWARE] } } : task,
    )
    await database.pipelineRun.update({
      where: { id: runId },
      data: { document: { ...others, tasks: demanding } as object },
    })
    for (let attempt = 1; attempt <= MAX_TASK_ATTEMPTS; attempt += 1)
      await failAttempt(runId, 'encode', attempt)
    expect(await runsOf(videoId)).toMatchObject([{ status: 'failed', errorCode: 'ENCODE_FAILED' }])
  })

  it('goes on as it was defined, whatever has become of its definition', async () => {
    const { runId, videoId } = await announce()
    const { database } = bench.services
    const definition = await definitionOf(runId)
    const newer = { ...definition, version: definition.version + 1 }
    await database.$transaction((tx) => saveDefinitions(tx, [newer], []))
    for (const attempt of [1, 2]) await failAttempt(runId, 'encode', attempt)
    const next = (await runsOf(videoId))[1]?.id ?? expect.fail('no run goes on')
    await dispatchRun(bench.services, next)
    expect(await readWholeRun(database, next)).toMatchObject({ document: definition, software: true })
    await database.pipelineDefinition.deleteMany({ where: { name: newer.name, version: newer.version } })
    await database.$transaction((tx) => saveDefinitions(tx, [definition], []))
  })

  it('fails like any other where software fails too', async () => {
    const { runId, videoId } = await announce()
    for (const attempt of [1, 2]) await failAttempt(runId, 'encode', attempt)
    const [, next] = await runsOf(videoId)
    const again = next?.id ?? expect.fail('no run goes on')
    const consumers = bench.work(sampleTasks().perform, ['dispatch', 'completion', 'task-light'])
    await bench.dispatch(again)
    await vi.waitFor(async () => expect((await dispatched(again, 'encode')).status).toBe('queued'), 30_000)
    await Promise.all(consumers.map((consumer) => consumer.close()))
    for (let attempt = 1; attempt <= MAX_TASK_ATTEMPTS; attempt += 1)
      await failAttempt(again, 'encode', attempt)
    expect(await runsOf(videoId)).toHaveLength(2)
    expect(await videoOf(videoId)).toMatchObject({ status: 'failed', errorCode: 'ENCODE_FAILED' })
  })

  it('fails at once for what is the fault of its source', async () => {
    const { runId, videoId } = await announce()
    await failAttempt(runId, 'encode', 1, 'SOURCE_DAMAGED')
    expect(await runsOf(videoId)).toMatchObject([{ status: 'failed', errorCode: 'SOURCE_DAMAGED' }])
  })
})
