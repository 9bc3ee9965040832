import { claimTask, endRun, requeueTask } from '@marquee/domain/pipeline'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '@marquee/domain/testing'
import { type JobPayload, MAX_TASK_ATTEMPTS, type TaskResult } from '@marquee/jobs'
import type { Catalogue, PipelineDefinition, TaskTypeContract } from '@marquee/media'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Artefacts } from '../tasks/define-task.ts'
import { CATALOGUE } from '../tasks/task-types.ts'
import { dispatchRun } from './dispatch-run.ts'
import type { PerformTask } from './run-task.ts'
import { settleTask } from './settle-task.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleOutputs, samplePublish } from './testing/sample-outputs.ts'
import { sampleTasks } from './testing/sample-tasks.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/**
 * What a messenger may do next; `pick` chooses among what there is. Messages stay in the pile after delivery, so that
 * each may come late, twice, or both.
 */
type Move = {
  readonly kind: 'dispatch' | 'dispatch-three' | 'work' | 'work-and-fail' | 'deliver' | 'deliver-two'
  readonly pick: number
}

const move: fc.Arbitrary<Move> = fc.record({
  kind: fc.constantFrom(
    'dispatch',
    'dispatch-three',
    'work',
    'work',
    'work-and-fail',
    'deliver',
    'deliver',
    'deliver-two',
  ),
  pick: fc.nat(1_000),
})

interface Pipeline {
  readonly of: string
  readonly pieces: number
  /** Nodes that it goes on without. */
  readonly givenUp: readonly string[]
  /** How its runs end, of which the last publishes. */
  readonly ends: readonly ('failed' | 'succeeded')[]
  readonly definition?: PipelineDefinition
  readonly catalogue: Catalogue
  readonly perform: PerformTask
  readonly findType?: Parameters<typeof settleTask>[3]
}

const CHUNKS = ['a', 'b', 'c']

/** Each with other messages, in every run of the tests. */
const RUNS = process.env.MARQUEE_LONG ? 40 : 4

/** Tasks of the sample pipeline, whose encode is done in pieces. */
const performSample: PerformTask = async ({ runId, type }) => {
  const { inspect, encode } = sampleOutputs(runId)
  const made: Artefacts =
    type === 'inspect'
      ? inspect
      : type === 'split'
        ? { chunks: { chunks: CHUNKS } }
        : type === 'encode'
          ? encode
          : samplePublish(`full-${runId}`, false)
  return { outcome: 'succeeded', artefacts: made, cpuSeconds: 0.5 }
}

const FAILED: TaskResult = { outcome: 'failed', code: 'ENCODE_FAILED', detail: '', cpuSeconds: 0 }

/** A look at each chunk. */
const CHECK: TaskTypeContract = {
  ...{ type: 'check', summary: 'check', resource: 'light', priority: 2, cost: { fixed: 1 } },
  ...{ consumes: { chunks: 'one' }, produces: ['integrity'] },
}

const JOINING_CATALOGUE: Catalogue = {
  ...SAMPLE_CATALOGUE,
  find: (type) => (type === CHECK.type ? CHECK : SAMPLE_CATALOGUE.find(type)),
}

/** Publishing waits for three nodes in pieces, and can do without one of them. */
const JOINING_PIPELINE: PipelineDefinition = {
  name: 'joining',
  version: 1,
  tasks: [
    ...SAMPLE_PIPELINE.tasks.filter(({ name }) => name !== 'publish'),
    { name: 'other', type: 'encode', inputs: ['facts', 'chunks'], outputs: ['others'], each: 'chunks' },
    {
      ...{ name: 'check', type: 'check', inputs: ['chunks'], outputs: ['checked'], each: 'chunks' },
      essential: false,
    },
    {
      ...{ name: 'publish', type: 'publish', outputs: ['publication'] },
      ...{ inputs: ['facts', 'renditions', 'others'], after: ['check'] },
    },
  ],
}

/** As if streams had been announced with hardware that encodes nothing. */
const performOnBrokenHardware: PerformTask = async (task, controls) => {
  const result = await sampleTasks().perform(task, controls)
  if (task.software || result.outcome === 'failed') return result
  if (task.type === 'encode') return FAILED
  const { stream } = result.artefacts
  if (!stream) return result
  return { ...result, artefacts: { ...result.artefacts, stream: { ...stream, hardware: 'h264_vaapi' } } }
}

const SAMPLE: Pick<Pipeline, 'givenUp' | 'ends' | 'catalogue' | 'perform' | 'findType'> = {
  ...{ givenUp: [], catalogue: SAMPLE_CATALOGUE, perform: performSample },
  ends: ['succeeded'],
  findType: () => ({ parse: (artefacts) => artefacts as Artefacts }),
}

const PIPELINES: readonly Pipeline[] = [
  {
    of: 'of the standard pipeline',
    ...{ pieces: 0, givenUp: [], ends: ['succeeded'] },
    ...{ catalogue: CATALOGUE, perform: sampleTasks().perform },
  },
  {
    of: 'whose hardware fails',
    ...{ pieces: 0, givenUp: [], ends: ['failed', 'succeeded'] },
    ...{ catalogue: CATALOGUE, perform: performOnBrokenHardware },
  },
  { ...SAMPLE, of: 'with a task in pieces', pieces: CHUNKS.length, definition: SAMPLE_PIPELINE },
  {
    ...SAMPLE,
    of: 'that joins several tasks in pieces, one of which is given up',
    ...{ pieces: 3 * CHUNKS.length, givenUp: ['check'] },
    ...{ definition: JOINING_PIPELINE, catalogue: JOINING_CATALOGUE },
    async perform(task, controls) {
      if (task.type !== 'check') return performSample(task, controls)
      if (task.item === 1) return FAILED
      return { outcome: 'succeeded', artefacts: { integrity: { decoded: true } }, cpuSeconds: 0.5 }
    },
  },
]

/** The runs of a video and every message about them, delivered by hand instead of by the queue. */
async function openHand({ definition, catalogue, perform, findType }: Pipeline) {
  const { videoId } = await bench.createRun(definition && { definition, catalogue })
  const { services, ids } = bench
  const runs = () => services.database.pipelineRun.findMany({ where: { videoId }, orderBy: { id: 'asc' } })
  const results: JobPayload<'settle-task'>[] = []
  const idle = { signal: new AbortController().signal, report: () => {} }

  const work = async (pick: number, fails: boolean) => {
    // A node that is done in pieces runs without a worker of its own.
    const open = await services.database.pipelineTask.findMany({
      where: { run: { videoId }, OR: [{ status: 'queued' }, { status: 'running', worker: { not: null } }] },
      orderBy: { name: 'asc' },
    })
    const task = open[pick % Math.max(open.length, 1)]
    if (!task?.queuedAt) return
    const { runId, name, attempt, queuedAt } = task
    const lost = { code: 'WORKER_LOST', detail: '', cpuSeconds: 0 }
    // One that runs is taken from a worker that went silent, whose result may come all the same.
    const job =
      task.status === 'running'
        ? await requeueTask(services.database, { runId, name, attempt }, lost)
        : { runId, name, queuedAt }
    // It finds its way to this hand alone.
    if (task.isDemanding)
      await services.database.pipelineTask.updateMany({
        where: { runId, name, status: 'queued' },
        data: { releasedAt: new Date() },
      })
    const claim = job && (await claimTask(services.database, job, 'hand'))
    if (!claim) return
    const failed = { outcome: 'failed', code: 'ENCODE_KILLED', detail: '', cpuSeconds: 0 } as const
    const isWorthFailing = fails && claim.attempt < MAX_TASK_ATTEMPTS
    const result = isWorthFailing ? failed : await perform(claim, idle)
    results.push({ runId: String(runId), task: claim.name, attempt: claim.attempt, result })
  }
  const deliver = async (pick: number) => {
    const result = results[pick % Math.max(results.length, 1)]
    if (result) await settleTask(services, ids, result, findType)
  }
  const play = async ({ kind, pick }: Move) => {
    const dispatch = async () => {
      for (const { id } of await runs()) await dispatchRun(services, id, { catalogue })
    }
    if (kind === 'dispatch') return dispatch()
    if (kind === 'dispatch-three') return void (await Promise.all([dispatch(), dispatch(), dispatch()]))
    if (kind === 'work') return work(pick, false)
    if (kind === 'work-and-fail') return work(pick, true)
    if (kind === 'deliver') return deliver(pick)
    await Promise.all([deliver(pick), deliver(pick + 1)])
  }
  const isRunning = async () => (await runs()).some(({ status }) => status === 'running')
  return { videoId, runs, results, play, isRunning }
}

describe.each(PIPELINES)('a run $of', (pipeline) => {
  it('ends once and the same, in whatever order messages come', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        const hand = await openHand(pipeline)
        for (const one of moves) await hand.play(one)
        // From here on nothing is lost any more: each open task is worked on once, its last result comes.
        for (let round = 0; round < 20 && (await hand.isRunning()); round += 1) {
          await hand.play({ kind: 'dispatch', pick: 0 })
          for (let pick = 0; pick < 4; pick += 1) {
            await hand.play({ kind: 'work', pick })
            await hand.play({ kind: 'deliver', pick: hand.results.length - 1 })
          }
        }
        const { database } = bench.services
        const runs = await hand.runs()
        expect(runs.map(({ status }) => status)).toEqual(pipeline.ends)
        const runId = runs.at(-1)?.id ?? expect.fail('no run')
        const tasks = await database.pipelineTask.findMany({ where: { runId } })
        const isGivenUp = (node: string) => pipeline.givenUp.includes(node)
        expect(tasks.filter(({ name, status }) => isGivenUp(name) && status !== 'failed')).toEqual([])
        const others = tasks.filter(({ node }) => !isGivenUp(node))
        expect(others.every(({ status }) => ['succeeded', 'cancelled'].includes(status))).toBe(true)
        expect(tasks.filter(({ item }) => item !== null)).toHaveLength(pipeline.pieces)
        const video = await database.video.findUnique({ where: { id: hand.videoId } })
        expect(video).toMatchObject({ status: 'ready', revision: `full-${runId}` })
        expect(await database.rendition.count({ where: { videoId: hand.videoId } })).toBe(2)
        expect(await endRun(database, runId, { status: 'cancelled' })).toBe(false)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})
