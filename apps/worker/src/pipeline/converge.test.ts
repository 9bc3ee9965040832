import { claimTask, endRun, findRun, requeueTask } from '@marquee/domain/pipeline'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '@marquee/domain/testing'
import { type JobPayload, MAX_TASK_ATTEMPTS } from '@marquee/jobs'
import type { Catalogue, PipelineDefinition } from '@marquee/media'
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

const PIPELINES: readonly Pipeline[] = [
  { of: 'of the standard pipeline', pieces: 0, catalogue: CATALOGUE, perform: sampleTasks().perform },
  {
    of: 'with a task in pieces',
    pieces: CHUNKS.length,
    definition: SAMPLE_PIPELINE,
    catalogue: SAMPLE_CATALOGUE,
    perform: performSample,
    findType: () => ({ parse: (artefacts) => artefacts as Artefacts }),
  },
]

/** A run and every message about it, delivered by hand instead of by the queue. */
async function openHand({ definition, catalogue, perform, findType }: Pipeline) {
  const { runId, videoId } = await bench.createRun(definition && { definition, catalogue })
  const { services, ids } = bench
  const results: JobPayload<'settle-task'>[] = []
  const idle = { signal: new AbortController().signal, report: () => {} }

  const work = async (pick: number, fails: boolean) => {
    // A node that is done in pieces runs without a worker of its own.
    const open = await services.database.pipelineTask.findMany({
      where: { runId, OR: [{ status: 'queued' }, { status: 'running', worker: { not: null } }] },
      orderBy: { name: 'asc' },
    })
    const task = open[pick % Math.max(open.length, 1)]
    if (!task?.queuedAt) return
    const { name, attempt, queuedAt } = task
    const lost = { code: 'WORKER_LOST', detail: '', cpuSeconds: 0 }
    // One that runs is taken from a worker that went silent, whose result may come all the same.
    const job =
      task.status === 'running'
        ? await requeueTask(services.database, { runId, name, attempt }, lost)
        : { runId, name, queuedAt }
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
    const dispatch = () => dispatchRun(services, runId, catalogue)
    if (kind === 'dispatch') return dispatch()
    if (kind === 'dispatch-three') return void (await Promise.all([dispatch(), dispatch(), dispatch()]))
    if (kind === 'work') return work(pick, false)
    if (kind === 'work-and-fail') return work(pick, true)
    if (kind === 'deliver') return deliver(pick)
    await Promise.all([deliver(pick), deliver(pick + 1)])
  }
  const isRunning = async () => (await findRun(services.database, runId))?.status === 'running'
  return { runId, videoId, results, play, isRunning }
}

describe.each(PIPELINES)('a run $of', (pipeline) => {
  it('ends once and the same, in whatever order messages come', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        const hand = await openHand(pipeline)
        for (const one of moves) await hand.play(one)
        // From here on nothing is lost any more: each open task is worked on once, its last result comes.
        for (let round = 0; round < 12 && (await hand.isRunning()); round += 1) {
          await hand.play({ kind: 'dispatch', pick: 0 })
          for (let pick = 0; pick < 4; pick += 1) {
            await hand.play({ kind: 'work', pick })
            await hand.play({ kind: 'deliver', pick: hand.results.length - 1 })
          }
        }
        const run = await findRun(bench.services.database, hand.runId)
        expect(run?.status).toBe('succeeded')
        const tasks = await bench.services.database.pipelineTask.findMany({ where: { runId: hand.runId } })
        expect(tasks.every(({ status }) => ['succeeded', 'cancelled'].includes(status))).toBe(true)
        expect(tasks.filter(({ item }) => item !== null)).toHaveLength(pipeline.pieces)
        expect(run?.video).toMatchObject({ status: 'ready', revision: `full-${hand.runId}` })
        const where = { videoId: hand.videoId }
        expect(await bench.services.database.rendition.count({ where })).toBe(2)
        expect(await endRun(bench.services.database, hand.runId, { status: 'cancelled' })).toBe(false)
      }),
      { numRuns: RUNS, endOnFailure: true },
    )
  })
})
