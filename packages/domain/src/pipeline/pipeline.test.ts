import { TYPICAL_SOURCE } from '@marquee/media'
import { newPublicId } from '@marquee/schema/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../database/create-database.ts'
import type { IdSource } from '../ids/lease-id-source.ts'
import { openChannel, type TestChannel } from '../testing/open-channel.ts'
import { readWholeRun } from '../testing/read-whole-run.ts'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '../testing/sample-pipeline.ts'
import { beginRun } from './begin-run.ts'
import { advanceTask, claimTask, giveBackTask, holdsClaim } from './claim-task.ts'
import { createRun, retryRun } from './create-run.ts'
import { findDefinition, listDefinitions, listTaskTypes, saveDefinitions } from './definitions.ts'
import { cancelRunsOf, endRun } from './end-run.ts'
import { findSilentTasks, findUndispatchedRuns } from './find-lost.ts'
import { countItems, findRun } from './find-run.ts'
import { planRun } from './plan-run.ts'
import { type Queueing, queueTasks, requeueTask } from './queue-task.ts'
import { readVideoProgress } from './read-progress.ts'
import { failTask, succeedTask } from './settle-task.ts'
import { joinPieces, spreadNode } from './spread-node.ts'

let channel: TestChannel
let database: Database
let ids: IdSource
let channelId: bigint

beforeAll(async () => {
  channel = await openChannel()
  ;({ database, ids, channelId } = channel)
})
afterAll(() => channel.close())

const pipeline = SAMPLE_PIPELINE.name
const failure = (code: string) => ({ code, detail: 'test', cpuSeconds: 0 })
/** Only what progress and planning read; the rest of an inspection is packages/jobs' to check. */
const inspection = {
  facts: { facts: TYPICAL_SOURCE },
  stream: { rungs: ['720p', '240p'].map((name) => ({ name, codec: 'h264' })) },
}
const succeeded = (artefacts: Readonly<Record<string, unknown>>) => ({ artefacts, cpuSeconds: 0 })

async function createVideo(status: 'processing' | 'failed' = 'processing', errorCode: string | null = null) {
  const id = BigInt(ids.next())
  const publicId = newPublicId()
  const originalKey = `uploads/${publicId}/source`
  await database.video.create({
    data: { id, publicId, channelId, title: 'Clip', status, errorCode, originalKey },
  })
  return id
}

async function beginSample() {
  const videoId = await createVideo()
  const runId = await createRun(database, ids, { videoId, pipeline })
  await database.$transaction((tx) => beginRun(tx, runId, SAMPLE_PIPELINE, SAMPLE_CATALOGUE))
  return { videoId, runId }
}

async function begin(name: string) {
  const { videoId, runId } = await beginSample()
  const queueing = (await queueTasks(database, runId, [name]))[0] ?? expect.fail('not queued')
  const claim = (await claimTask(database, queueing, 'one')) ?? expect.fail('not claimed')
  return { videoId, runId, queueing, claim }
}

describe('beginRun', () => {
  it('refuses a definition that cannot run, and writes nothing', async () => {
    const videoId = await createVideo()
    const runId = await createRun(database, ids, { videoId, pipeline })
    const [inspect, ...rest] = SAMPLE_PIPELINE.tasks
    const broken = { ...SAMPLE_PIPELINE, tasks: rest }
    expect(inspect?.name).toBe('inspect')
    expect(await beginRun(database, runId, broken, SAMPLE_CATALOGUE)).toMatchObject({ ok: false })
    expect(await findRun(database, runId)).toMatchObject({ document: null, tasks: [] })
  })

  it('is found by the sweep until it was done, and is done once by two at once', async () => {
    const videoId = await createVideo()
    const runId = await createRun(database, ids, { videoId, pipeline })
    const isForgotten = async () => {
      const runs = await findUndispatchedRuns(database, 10_000)
      return runs.some((run) => run.runId === runId)
    }
    expect(await isForgotten()).toBe(true)
    const start = () => database.$transaction((tx) => beginRun(tx, runId, SAMPLE_PIPELINE, SAMPLE_CATALOGUE))
    await Promise.all([start(), start()])
    const run = await readWholeRun(database, runId)
    expect(run?.tasks.map(({ name, needs, status }) => ({ name, needs, status }))).toEqual([
      { name: 'inspect', needs: [], status: 'waiting' },
      { name: 'split', needs: ['inspect'], status: 'waiting' },
      { name: 'encode', needs: ['inspect', 'split'], status: 'waiting' },
      { name: 'publish', needs: ['inspect', 'encode'], status: 'waiting' },
    ])
    await queueTasks(database, runId, ['inspect'])
    expect(await isForgotten()).toBe(false)
  })
})

describe('a node in pieces', () => {
  /** Claims a queued task, and settles it with what it made. */
  async function finish(queueing: Queueing | null | undefined, made: Readonly<Record<string, unknown>>) {
    const claim = queueing && (await claimTask(database, queueing, 'one'))
    if (!claim) expect.fail('not claimed')
    expect(await succeedTask(database, claim, succeeded(made))).toBe(true)
    return claim
  }
  const planOf = async (runId: bigint) => {
    const plan = planRun((await findRun(database, runId)) ?? expect.fail('no run'), SAMPLE_CATALOGUE)
    return plan.ok ? plan : expect.fail('no plan')
  }
  async function split(chunks: readonly string[]) {
    const { runId } = await beginSample()
    await finish((await queueTasks(database, runId, ['inspect']))[0], inspection)
    await finish((await queueTasks(database, runId, ['split']))[0], { chunks: { chunks } })
    return runId
  }

  it('is spread once by two at once, and joined when the last is done', async () => {
    const runId = await split(['a', 'b', 'c'])
    expect(await planOf(runId)).toMatchObject({
      queue: [],
      skip: [],
      spread: [{ node: 'encode', list: 'chunks' }],
    })
    expect(await countItems(database, runId, 'chunks')).toBe(3)
    expect(await countItems(database, runId, 'renditions')).toBe(0)
    expect((await findRun(database, runId))?.tasks.map(({ output }) => output)).toEqual([
      { facts: inspection.facts, stream: null },
      ...Array.from({ length: 3 }, () => ({ facts: null, stream: null })),
    ])
    const spread = await Promise.all(
      [1, 2].map(() => spreadNode(database, runId, { node: 'encode', items: 3 })),
    )
    const pieces = spread.flat()
    expect(pieces.map(({ name }) => name)).toEqual(['encode.0', 'encode.1', 'encode.2'])
    for (const [index, piece] of [...pieces].reverse().entries()) {
      expect(await joinPieces(database, runId, 'encode')).toBe(false)
      expect(await planOf(runId)).toMatchObject({ queue: [], spread: [] })
      const claim = await finish(piece, { renditions: `of ${piece.name}` })
      expect(claim.item).toBe(2 - index)
      expect(claim.inputs.map(({ kind }) => kind)).toEqual(['facts', 'chunks'])
    }
    expect(await joinPieces(database, runId, 'encode')).toBe(true)
    expect(await joinPieces(database, runId, 'encode')).toBe(false)
    expect(await planOf(runId)).toMatchObject({ queue: ['publish'] })
    const publish = await finish((await queueTasks(database, runId, ['publish']))[0], {})
    expect(publish.inputs.slice(1)).toEqual([
      { kind: 'renditions', value: 'of encode.0' },
      { kind: 'renditions', value: 'of encode.1' },
      { kind: 'renditions', value: 'of encode.2' },
    ])
  })

  it('has succeeded where there is nothing to do', async () => {
    const runId = await split([])
    expect(await spreadNode(database, runId, { node: 'encode', items: 0 })).toEqual([])
    expect(await planOf(runId)).toMatchObject({ queue: ['publish'] })
  })
})

describe('saveDefinitions', () => {
  const named = (name: string, version: number) => ({ ...SAMPLE_PIPELINE, name, version })
  const save = (...definitions: (typeof SAMPLE_PIPELINE)[]) =>
    database.$transaction((tx) => saveDefinitions(tx, definitions, []))
  const offered = async (name: string) => {
    const found = await findDefinition(database, name)
    return found && (found.ok ? found.definition : expect.fail(found.why))
  }

  it('offers what was loaded last, and nothing that is in no file any more', async () => {
    await save(named('old', 1), named('kept', 1))
    expect(await save(named('kept', 2))).toMatchObject({ withdrawn: [{ name: 'old', version: 1, by: null }] })
    expect(await offered('old')).toBeNull()
    expect(await offered('kept')).toMatchObject({ version: 2 })
    expect(await save(named('kept', 1))).toMatchObject({ withdrawn: [{ name: 'kept', version: 2, by: 1 }] })
    expect(await offered('kept')).toMatchObject({ version: 1 })
  })

  it('does not take a version that says something else than before, and offers what it was', async () => {
    const changed = { ...named('fixed', 1), tasks: SAMPLE_PIPELINE.tasks.slice(0, 1) }
    expect(await save(named('fixed', 1))).toMatchObject({ changed: [] })
    expect(await save(changed, named('other', 1))).toEqual({ changed: [changed], withdrawn: [] })
    expect(await offered('fixed')).toEqual(named('fixed', 1))
    expect(await offered('other')).toMatchObject({ version: 1 })
    await save(named('fixed', 2))
    expect(await save(changed)).toMatchObject({ changed: [changed] })
    expect(await offered('fixed')).toEqual(named('fixed', 2))
  })

  it('leaves what is offered by a refused name, and takes another file’s where nothing is', async () => {
    const saveBut = (refused: string | null, ...definitions: (typeof SAMPLE_PIPELINE)[]) =>
      database.$transaction((tx) => saveDefinitions(tx, definitions, [], [refused]))
    await save(named('mine', 7), named('shipped', 1))
    expect(await saveBut('mine', named('mine', 1), named('shipped', 2))).toEqual({
      changed: [],
      withdrawn: [],
    })
    expect(await offered('mine')).toMatchObject({ version: 7 })
    expect(await offered('shipped')).toMatchObject({ version: 2 })
    await saveBut('new', named('new', 1))
    expect(await offered('new')).toMatchObject({ version: 1 })
    expect(await offered('mine')).toBeNull()
    await saveBut(null, named('new', 2), named('newer', 1))
    expect(await offered('new')).toMatchObject({ version: 1 })
    expect(await offered('newer')).toMatchObject({ version: 1 })
  })

  it('tells what types of task there are', async () => {
    const contract = SAMPLE_CATALOGUE.find('encode') ?? expect.fail('no such type')
    await database.$transaction((tx) => saveDefinitions(tx, [], [{ contract, options: { type: 'object' } }]))
    expect(await listTaskTypes(database)).toContainEqual({ contract, options: { type: 'object' } })
  })
})

describe('a definition that a program of another version stored', () => {
  it('is named, with what is wrong, beside all others', async () => {
    const named = (name: string) => ({ ...SAMPLE_PIPELINE, name })
    await database.$transaction((tx) => saveDefinitions(tx, ['a', 'b', 'c'].map(named), []))
    await database.pipelineDefinition.updateMany({ where: { name: 'b' }, data: { document: { steps: [] } } })
    expect(await listDefinitions(database)).toEqual({
      definitions: [named('a'), named('c')],
      unreadable: [{ name: 'b', version: 1, why: expect.stringContaining('tasks') }],
    })
    expect(await findDefinition(database, 'b')).toEqual({
      ok: false,
      why: expect.stringMatching(/^b, version 1: .*tasks/s),
    })
    await database.$transaction((tx) => saveDefinitions(tx, [], []))
    expect(await listDefinitions(database)).toEqual({ definitions: [], unreadable: [] })
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
    expect(await succeedTask(database, claim, succeeded(inspection))).toBe(false)
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
    await database.$transaction((tx) => cancelRunsOf(tx, cancelled))
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
    await succeedTask(database, claim, succeeded(inspection))
    const [encode] = await spreadNode(database, runId, { node: 'encode', items: 1 })
    if (!encode) expect.fail('not queued')
    const encoding = (await claimTask(database, encode, 'one')) ?? expect.fail('not claimed')
    await advanceTask(database, encoding, 0.5)
    // A first look, which is there already, is not how far the renditions are.
    await database.pipelineTask.update({
      where: { runId_name: { runId, name: 'split' } },
      data: { kinds: ['renditions'], cost: 0.1, status: 'succeeded', fraction: 1 },
    })
    const idle = await createVideo()
    const progress = await readVideoProgress(database, [videoId, idle], new Date(Date.now() + 10_000))
    expect([...progress.keys()]).toEqual([videoId])
    expect(progress.get(videoId)).toMatchObject({
      runStatus: 'running',
      renditions: [
        { name: '720p', state: 'running', fraction: 0.5 },
        { name: '240p', state: 'running', fraction: 0.5 },
      ],
      steps: [{ name: 'inspect', state: 'succeeded', fraction: 1, attempt: 1 }, ...Array(3).fill({})],
    })
    expect(progress.get(videoId)?.remainingMs).toBeGreaterThan(9_000)
  })
})

describe('retryRun', () => {
  it('makes one run of two who ask at once', async () => {
    const videoId = await createVideo('failed', 'ENCODE_FAILED')
    const retry = () => database.$transaction((tx) => retryRun(tx, ids, { videoId }))
    const answers = await Promise.all([retry(), retry()])
    expect(answers.filter(({ retried }) => retried)).toHaveLength(1)
    expect(await database.pipelineRun.count({ where: { videoId } })).toBe(1)
    const video = await database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'processing', errorCode: null })
  })

  it('takes the default where what it ran is no longer offered, as an upload does', async () => {
    const own = { ...SAMPLE_PIPELINE, name: 'withdrawn' }
    const save = (...definitions: (typeof SAMPLE_PIPELINE)[]) =>
      database.$transaction((tx) => saveDefinitions(tx, definitions, []))
    const retryOf = async () => {
      const videoId = await createVideo('failed', 'PIPELINE_INVALID')
      await createRun(database, ids, { videoId, pipeline: own.name })
      const answer = await retryRun(database, ids, { videoId })
      const runId = answer.retried ? answer.runId : expect.fail('not retried')
      return (await findRun(database, runId))?.definition
    }
    await save(own)
    expect(await retryOf()).toBe('withdrawn')
    await save()
    expect(await retryOf()).toBe('standard')
  })

  it('does not try bytes again that cannot succeed', async () => {
    const videoId = await createVideo('failed', 'SOURCE_DAMAGED')
    const answer = await retryRun(database, ids, { videoId })
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

  it('charges the channel for what was under way, once', async () => {
    const { videoId, runId } = await begin('inspect')
    const pieces = await spreadNode(database, runId, { node: 'encode', items: 3 })
    const [long, half] = await Promise.all(pieces.slice(0, 2).map((one) => claimTask(database, one, 'one')))
    await database.pipelineTask.updateMany({
      where: { runId, name: long?.name ?? '' },
      data: { startedAt: new Date(Date.now() - 60_000) },
    })
    await advanceTask(database, half ?? expect.fail('not claimed'), 0.5)
    await database.channelUsage.deleteMany()
    const cancel = () => database.$transaction((tx) => cancelRunsOf(tx, { videoId }))
    await Promise.all([cancel(), cancel()])
    const accounts = await database.channelUsage.findMany({ orderBy: { resource: 'asc' } })
    // Of 20 CPU seconds a piece all and a half; of the third, which nobody began, nothing.
    expect(accounts).toMatchObject([
      { channelId, resource: 'encode', consumed: expect.closeTo(30) },
      { channelId, resource: 'light' },
    ])
    expect(accounts[1]?.consumed).toBeLessThanOrEqual(1)
    const statuses = await database.pipelineTask.groupBy({ by: ['status'], where: { runId } })
    expect(statuses.map(({ status }) => status)).toEqual(['cancelled'])
  })
})
