import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createRun, saveDefinitions } from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { ARTEFACTS, type ArtefactKind } from '@marquee/jobs'
import type { PipelineDefinition } from '@marquee/media'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Milestone } from '../observability/worker-events.ts'
import type { Services } from '../program/services.ts'
import { CATALOGUE } from '../tasks/task-types.ts'
import { dispatchRun } from './dispatch-run.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleTasks } from './testing/sample-tasks.ts'

/** What tasks of version 1 of `standard` recorded, an artefact of each kind. It stays as it is: there are runs that began so. */
const RECORDED = path.join(import.meta.dirname, 'testing/recorded-by-standard-1.json')

/** All but `stream`, which since says what is encoded: a task that reads an older one fails, and the video may be tried again. */
const KINDS: readonly ArtefactKind[] = [
  'facts',
  'chunks',
  'renditions',
  'sound',
  'streams',
  'poster',
  'storyboard',
  'publication',
]

let bench: Bench
let recorded: Record<string, object>
beforeAll(async () => {
  bench = await openBench()
  recorded = JSON.parse(await readFile(RECORDED, 'utf8'))
})
afterEach(() => bench.rest())
afterAll(() => bench.close())

/** As it was before films were encoded in chunks. */
const OLDER: PipelineDefinition = {
  name: 'older',
  version: 1,
  tasks: [
    { name: 'inspect', type: 'inspect', inputs: [], outputs: ['facts'] },
    { name: 'split', type: 'split', inputs: ['facts'], outputs: ['chunks', 'stream'] },
    { name: 'encode', type: 'encode', inputs: ['facts', 'chunks', 'stream'], outputs: ['renditions'] },
    { name: 'package', type: 'package', inputs: ['facts', 'stream', 'renditions'], outputs: ['streams'] },
    { name: 'publish', type: 'publish', inputs: ['facts', 'streams'], outputs: ['publication'] },
  ],
}
const run = (runId: bigint) => readWholeRun(bench.services.database, runId)

/** As if its first task had ended under another program. */
async function beginWith(facts: object): Promise<bigint> {
  const { runId } = await bench.createRun({ definition: OLDER, catalogue: CATALOGUE })
  await bench.services.database.pipelineTask.update({
    where: { runId_name: { runId, name: 'inspect' } },
    data: { status: 'succeeded', attempt: 1, output: { facts } },
  })
  return runId
}

describe('a run that an older program began', () => {
  it('goes on by its own definition and with what was recorded, though a newer one is offered', async () => {
    const { database } = bench.services
    const newer = { ...OLDER, version: 2, tasks: OLDER.tasks.slice(0, 1) }
    await database.$transaction((tx) => saveDefinitions(tx, [OLDER], []))
    const runId = await beginWith(recorded.facts ?? {})
    await database.$transaction((tx) => saveDefinitions(tx, [newer], []))
    const tasks = sampleTasks()
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect((await run(runId))?.status).toBe('succeeded'), 30_000)
    expect(tasks.attempts).toEqual(['split#1', 'encode#1', 'package#1', 'publish#1'])
  })

  it('fails where what was recorded of its source cannot be read, and may be begun anew', async () => {
    const runId = await beginWith({ width: 640 })
    const told: Milestone[] = []
    const events = { ...bench.services.events, milestone: (event: Milestone) => told.push(event) }
    const services: Services = { ...bench.services, events }
    await Promise.all([dispatchRun(services, runId), dispatchRun(services, runId)])
    expect(told).toEqual([
      {
        ...{ reached: 'failed', code: 'PIPELINE_INVALID', seconds: expect.any(Number) },
        video: (await run(runId))?.video.publicId,
      },
    ])
    expect(await run(runId)).toMatchObject({
      status: 'failed',
      errorCode: 'PIPELINE_INVALID',
      video: { status: 'failed' },
    })
  })

  it('fails where a type of its tasks is known no more', async () => {
    const runId = await beginWith(recorded.facts ?? {})
    const document = { ...OLDER, tasks: [{ name: 'gone', type: 'gone', inputs: [], outputs: [] }] }
    await bench.services.database.pipelineRun.update({ where: { id: runId }, data: { document } })
    await dispatchRun(bench.services, runId)
    const errorDetail = expect.stringMatching(/^gone, type: /)
    expect(await run(runId)).toMatchObject({ status: 'failed', errorCode: 'PIPELINE_INVALID', errorDetail })
  })

  it('fails where its own definition cannot be read', async () => {
    const runId = await beginWith(recorded.facts ?? {})
    const document = { ...OLDER, tasks: [{ called: 'inspect' }] }
    await bench.services.database.pipelineRun.update({ where: { id: runId }, data: { document } })
    await dispatchRun(bench.services, runId)
    expect(await run(runId)).toMatchObject({ status: 'failed', errorCode: 'PIPELINE_INVALID' })
  })

  it('fails where the definition that it asks for is there no more', async () => {
    const { database } = bench.services
    const { videoId } = await bench.createRun()
    const runId = await createRun(database, bench.ids, { videoId, pipeline: 'withdrawn' })
    await dispatchRun(bench.services, runId)
    expect(await run(runId)).toMatchObject({ status: 'failed', errorCode: 'PIPELINE_INVALID' })
  })

  it('fails where the definition that it asks for cannot be read', async () => {
    const { database } = bench.services
    await database.$transaction((tx) => saveDefinitions(tx, [OLDER], []))
    const { videoId } = await bench.createRun()
    const runId = await createRun(database, bench.ids, { videoId, pipeline: OLDER.name })
    await database.pipelineDefinition.updateMany({
      where: { name: 'older' },
      data: { document: { steps: [] } },
    })
    await dispatchRun(bench.services, runId)
    await database.pipelineDefinition.deleteMany({ where: { name: 'older' } })
    const errorDetail = expect.stringMatching(/^older, version 1: .*tasks/s)
    expect(await run(runId)).toMatchObject({ status: 'failed', errorCode: 'PIPELINE_INVALID', errorDetail })
  })
})

describe('what tasks recorded under version 1', () => {
  it.each(KINDS)('can still be read: %s', (kind) => {
    expect(ARTEFACTS[kind].safeParse(recorded[kind]).error).toBeUndefined()
  })
})
