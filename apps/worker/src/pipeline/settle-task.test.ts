import { claimTask, queueTasks, requeueTask, spreadNode } from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { type JobPayload, MAX_TASK_ATTEMPTS, retryDelayMs, type TaskResult } from '@marquee/jobs'
import { ERRORS, isRecoverable, isRunErrorCode } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settleTask } from './settle-task.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleOutputs } from './testing/sample-outputs.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** Recoverable, and what a task says; the others are found where nobody has one in hand. */
const TRIED_AGAIN = Object.keys(ERRORS).filter(
  (code) =>
    isRunErrorCode(code) &&
    isRecoverable(code) &&
    !['PIPELINE_INVALID', 'WORKER_LOST', 'NO_FITTING_WORKER', 'RUN_CANCELLED'].includes(code),
)

const failure = (code: string): TaskResult => ({ outcome: 'failed', code, detail: 'test', cpuSeconds: 0 })

const settle = (payload: JobPayload<'settle-task'>) => settleTask(bench.services, bench.ids, payload)

const taskOf = async (runId: bigint, name: string) => {
  const run = await readWholeRun(bench.services.database, runId)
  const task = run?.tasks.find((one) => one.name === name)
  return task ?? expect.fail(`no task ${name}`)
}

/** Queues and claims a task as a worker would. */
async function begin(runId: bigint, name: string) {
  const { database } = bench.services
  const queueing = (await queueTasks(database, runId, [name]))[0]
  return (queueing && (await claimTask(database, queueing, 'test'))) ?? expect.fail('not claimed')
}

/** Releases and claims a task that is queued, as after a failure. */
async function claimAgain(runId: bigint, name: string) {
  const { database } = bench.services
  const where = { runId_name: { runId, name } }
  const { queuedAt } = await database.pipelineTask.update({ where, data: { releasedAt: new Date() } })
  if (!queuedAt) expect.fail('not queued')
  return (await claimTask(database, { runId, name, queuedAt }, 'test')) ?? expect.fail('not claimed')
}

describe('settleTask', () => {
  it('takes a result once, however often it comes', async () => {
    const { runId, videoId } = await bench.createRun()
    const { attempt } = (await begin(runId, 'inspect')) ?? {}
    const artefacts = sampleOutputs(runId).inspect
    const result: TaskResult = { outcome: 'succeeded', artefacts, cpuSeconds: 0.1, peakMb: 61 }
    const payload = { runId: String(runId), task: 'inspect', attempt: attempt ?? 0, result }
    await Promise.all([settle(payload), settle(payload), settle(payload)])
    await settle({ ...payload, result: failure('SOURCE_DAMAGED') })
    expect(await taskOf(runId, 'inspect')).toMatchObject({
      ...{ status: 'succeeded', attempt: 1, cpuSeconds: 0.1, peakMb: 61 },
    })
    const video = await bench.services.database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'processing', durationMs: 4_000 })
  })

  it.each([
    [
      'SOURCE_DAMAGED',
      { code: 'SOURCE_DAMAGED' as const, part: { key: 'runs/1/inspect/0/whole-part', bytes: 1 } },
    ],
    [null, undefined],
  ])('records what a film was cut for: %s', async (cutCode, broken) => {
    const { runId, videoId } = await bench.createRun()
    await bench.services.database.video.update({
      where: { id: videoId },
      data: { cutCode: 'SOURCE_TRUNCATED' },
    })
    const { attempt } = (await begin(runId, 'inspect')) ?? {}
    const { facts } = sampleOutputs(runId).inspect
    const result: TaskResult = {
      ...{ outcome: 'succeeded', artefacts: { facts: { ...facts, broken } }, cpuSeconds: 0.1 },
    }
    await settle({ runId: String(runId), task: 'inspect', attempt: attempt ?? 0, result })
    const video = await bench.services.database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ cutCode, durationMs: 4_000 })
  })

  it.each(TRIED_AGAIN)('queues %s again, once, and gives up after the last attempt', async (code) => {
    const { runId, videoId } = await bench.createRun()
    let claim = await begin(runId, 'inspect')
    for (let attempt = 1; attempt < MAX_TASK_ATTEMPTS; attempt += 1) {
      const payload = { runId: String(runId), task: 'inspect', attempt, result: failure(code) }
      await Promise.all([settle(payload), settle(payload)])
      const { status, queuedAt, dueAt } = await taskOf(runId, 'inspect')
      expect(status).toBe('queued')
      expect(dueAt?.getTime()).toBeGreaterThan(queuedAt?.getTime() ?? Number.NaN)
      claim = await claimAgain(runId, 'inspect')
      expect(claim?.attempt).toBe(attempt + 1)
    }
    const last = { runId: String(runId), task: 'inspect', attempt: MAX_TASK_ATTEMPTS }
    await settle({ ...last, result: failure(code) })
    expect((await readWholeRun(bench.services.database, runId))?.status).toBe('failed')
    const video = await bench.services.database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'failed', errorCode: code })
  })

  it('counts apart what died with its worker', async () => {
    const { runId } = await bench.createRun()
    const { database } = bench.services
    let { attempt } = await begin(runId, 'inspect')
    const lost = { code: 'WORKER_LOST', detail: '', cpuSeconds: 0 }
    const fail = () =>
      settle({ runId: String(runId), task: 'inspect', attempt, result: failure('ENCODE_KILLED') })
    for (let failed = 1; failed < MAX_TASK_ATTEMPTS; failed += 1) {
      for (let time = 0; time < 2; time += 1) {
        await requeueTask(database, { runId, name: 'inspect', attempt }, lost)
        attempt = (await claimAgain(runId, 'inspect')).attempt
      }
      await fail()
      const { status, losses, queuedAt, dueAt } = await taskOf(runId, 'inspect')
      expect([status, losses]).toEqual(['queued', 2 * failed])
      const delayMs = (dueAt?.getTime() ?? Number.NaN) - (queuedAt?.getTime() ?? Number.NaN)
      expect(Math.abs(delayMs - retryDelayMs(failed))).toBeLessThan(500)
      attempt = (await claimAgain(runId, 'inspect')).attempt
    }
    await fail()
    expect((await readWholeRun(database, runId))?.status).toBe('failed')
  })

  it('tries again where a worker sent what its task does not promise', async () => {
    const { runId } = await bench.createRun()
    await begin(runId, 'inspect')
    const result: TaskResult = { outcome: 'succeeded', artefacts: { facts: { facts: 1 } }, cpuSeconds: 0.1 }
    await settle({ runId: String(runId), task: 'inspect', attempt: 1, result })
    const { status, errorCode, errorDetail } = await taskOf(runId, 'inspect')
    expect([status, errorCode]).toEqual(['queued', 'INTERNAL'])
    expect(errorDetail).toContain('facts.reasonsAgainstRemux')
  })

  it('leaves what was made to a newer handler where it is older than the worker', async () => {
    const { runId } = await bench.createRun()
    await begin(runId, 'inspect')
    const artefacts = sampleOutputs(runId).inspect
    const result: TaskResult = { outcome: 'succeeded', artefacts, cpuSeconds: 0.1 }
    const payload = { runId: String(runId), task: 'inspect', attempt: 1, result }
    await expect(settleTask(bench.services, bench.ids, payload, () => undefined)).rejects.toThrow(
      'This completion handler is older than the worker: it knows no inspect.',
    )
    expect(await taskOf(runId, 'inspect')).toMatchObject({ status: 'running', attempt: 1 })
    await settle(payload)
    expect((await taskOf(runId, 'inspect')).status).toBe('succeeded')
  })

  it('waits longer each time before it tries again', async () => {
    const { runId } = await bench.createRun()
    await begin(runId, 'inspect')
    const delays: number[] = []
    for (const attempt of [1, 2, 3]) {
      await settle({ runId: String(runId), task: 'inspect', attempt, result: failure('ENCODE_KILLED') })
      const { queuedAt, dueAt } = await taskOf(runId, 'inspect')
      const waitMs = (dueAt?.getTime() ?? 0) - (queuedAt?.getTime() ?? 0)
      const reminders = await bench.services.queues.byName.dispatch.getDelayed()
      expect(reminders.map(({ name, delay }) => ({ name, delay }))).toContainEqual({
        name: 'release-tasks',
        delay: Math.round(waitMs / 1_000) * 1_000,
      })
      delays.push(Math.round(waitMs / 1_000) * 1_000)
      await claimAgain(runId, 'inspect')
    }
    expect(delays).toEqual([1_000, 4_000, 16_000])
  })

  it('ignores a result of an attempt that another has replaced', async () => {
    const { runId } = await bench.createRun()
    const silent = (await begin(runId, 'inspect')) ?? expect.fail('not claimed')
    const lost = { code: 'WORKER_LOST', detail: '', cpuSeconds: 0 }
    await requeueTask(bench.services.database, silent, lost)
    const replacement = await claimAgain(runId, 'inspect')
    expect(replacement?.attempt).toBe(2)
    await settle({ runId: String(runId), task: 'inspect', attempt: 1, result: failure('SOURCE_DAMAGED') })
    expect(await taskOf(runId, 'inspect')).toMatchObject({ status: 'running', attempt: 2 })
  })

  it('treats a code it does not know as our own fault', async () => {
    const { runId } = await bench.createRun()
    await begin(runId, 'inspect')
    await settle({ runId: String(runId), task: 'inspect', attempt: 1, result: failure('NEWER_CODE') })
    expect(await taskOf(runId, 'inspect')).toMatchObject({ status: 'queued', errorCode: 'INTERNAL' })
  })

  it('lets the ladder go on where only the early set failed, and that for good', async () => {
    const task = 'publish-source'
    const { runId, videoId } = await bench.createRun()
    await begin(runId, task)
    for (let attempt = 1; attempt <= MAX_TASK_ATTEMPTS; attempt += 1) {
      await settle({ runId: String(runId), task, attempt, result: failure('PACKAGE_FAILED') })
      if (attempt < MAX_TASK_ATTEMPTS) await claimAgain(runId, task)
    }
    expect((await taskOf(runId, task)).status).toBe('failed')
    expect((await readWholeRun(bench.services.database, runId))?.status).toBe('running')
    const video = await bench.services.database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video.status).toBe('processing')
  })

  it('adds up what attempts cost, and keeps the most memory that one of them took', async () => {
    const { runId } = await bench.createRun()
    await begin(runId, 'inspect')
    const payload = { runId: String(runId), task: 'inspect' }
    const failed = { ...failure('ENCODE_KILLED'), cpuSeconds: 2 }
    await settle({ ...payload, attempt: 1, result: { ...failed, peakMb: 300 } })
    for (const [next, peakMb] of [
      [2, 200],
      [3, undefined],
    ] as const) {
      await claimAgain(runId, 'inspect')
      await settle({ ...payload, attempt: next, result: { ...failed, peakMb } })
    }
    expect(await taskOf(runId, 'inspect')).toMatchObject({ status: 'queued', cpuSeconds: 6, peakMb: 300 })
    await claimAgain(runId, 'inspect')
    await settle({ ...payload, attempt: 4, result: { ...failed, peakMb: 400 } })
    expect(await taskOf(runId, 'inspect')).toMatchObject({ status: 'failed', cpuSeconds: 8, peakMb: 400 })
  })

  it('lets the run go on without what is done in pieces where one of them has failed for good', async () => {
    const { runId } = await bench.createRun()
    const { database } = bench.services
    await database.pipelineTask.updateMany({ where: { runId, name: 'encode' }, data: { essential: false } })
    const [piece] = await database.$transaction((tx) => spreadNode(tx, runId, { node: 'encode', items: 2 }))
    const task = piece?.name ?? expect.fail('no piece')
    for (let attempt = 1; attempt <= MAX_TASK_ATTEMPTS; attempt += 1) {
      await claimAgain(runId, task)
      await settle({ runId: String(runId), task, attempt, result: failure('ENCODE_FAILED') })
    }
    expect(await taskOf(runId, 'encode')).toMatchObject({ status: 'failed', errorCode: 'ENCODE_FAILED' })
    expect((await readWholeRun(database, runId))?.status).toBe('running')
  })

  it('takes what programs printed, though PostgreSQL would not', async () => {
    const { runId } = await bench.createRun()
    await begin(runId, 'inspect')
    const payload = { runId: String(runId), task: 'inspect' }
    const detail = 'a NUL \0, and half of an emoji \ud83d'
    const killed: TaskResult = { outcome: 'failed', code: 'ENCODE_KILLED', detail, cpuSeconds: 0 }
    await settle({ ...payload, attempt: 1, result: killed })
    expect(await taskOf(runId, 'inspect')).toMatchObject({
      ...{ status: 'queued', errorDetail: 'a NUL , and half of an emoji \ufffd' },
    })
    await claimAgain(runId, 'inspect')
    const { facts } = sampleOutputs(runId).inspect
    const artefacts = { facts: { ...facts, reasonsAgainstRemux: [detail] } }
    await settle({ ...payload, attempt: 2, result: { outcome: 'succeeded', artefacts, cpuSeconds: 0 } })
    expect((await taskOf(runId, 'inspect')).status).toBe('succeeded')
  })

  it('charges a channel for each attempt once, though others of its run are cut short by it', async () => {
    const { database } = bench.services
    const charged = async () => {
      const rows = await database.channelUsage.findMany({ orderBy: { resource: 'asc' } })
      return rows.map(({ resource, consumed }) => [resource, consumed])
    }
    const runs = await Promise.all(Array.from({ length: 8 }, () => bench.createRun()))
    await database.pipelineTask.updateMany({ data: { cost: 20 } })
    for (const { runId } of runs) for (const name of ['inspect', 'encode']) await begin(runId, name)
    const half = { fraction: 0.5, startedAt: new Date() }
    await database.pipelineTask.updateMany({ where: { status: 'running' }, data: half })
    await database.channelUsage.deleteMany()
    // Each class is charged first by half of them, all at once.
    const ends = runs.map(({ runId }, order) => ({
      ...{ runId: String(runId), task: order % 2 === 0 ? 'inspect' : 'encode', attempt: 1 },
      result: failure('SOURCE_DAMAGED'),
    }))
    await Promise.all(ends.map(settle))
    // To five CPU seconds: they fade.
    const all = expect.closeTo(4 * 20 + 4 * 10, -1)
    const once = [
      ['encode', all],
      ['light', all],
    ]
    expect(await charged()).toEqual(once)
    const late = ends.map((end) => ({ ...end, task: end.task === 'inspect' ? 'encode' : 'inspect' }))
    await Promise.all([...ends, ...late].map(settle))
    expect(await charged()).toEqual(once)
  })

  it('leaves a run alone that has ended', async () => {
    const { runId, videoId } = await bench.createRun()
    await begin(runId, 'inspect')
    await settle({ runId: String(runId), task: 'inspect', attempt: 1, result: failure('SOURCE_EMPTY') })
    const artefacts = sampleOutputs(runId).inspect
    const late: TaskResult = { outcome: 'succeeded', artefacts, cpuSeconds: 0 }
    await settle({ runId: String(runId), task: 'inspect', attempt: 1, result: late })
    const video = await bench.services.database.video.findUniqueOrThrow({ where: { id: videoId } })
    expect(video).toMatchObject({ status: 'failed', errorCode: 'SOURCE_EMPTY', durationMs: null })
  })
})
