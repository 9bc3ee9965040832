import { endRun } from '@marquee/domain/pipeline'
import { readWholeRun } from '@marquee/domain/testing'
import { MAX_TASK_ATTEMPTS } from '@marquee/jobs'
import { createLogger } from '@marquee/service'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { CATALOGUE } from '../tasks/task-types.ts'
import { dispatchRun } from './dispatch-run.ts'
import { createSweep } from './sweep.ts'
import { type Bench, openBench } from './testing/open-bench.ts'
import { sampleFacts } from './testing/sample-outputs.ts'
import { sampleTasks, untilAborted } from './testing/sample-tasks.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterEach(() => bench.rest())
afterAll(() => bench.close())

const statusOf = async (runId: bigint) => (await readWholeRun(bench.services.database, runId))?.status
const videoOf = (id: bigint) =>
  bench.services.database.video.findUniqueOrThrow({ where: { id }, include: { renditions: true } })
const objectsUnder = async (prefix: string) => {
  const keys: string[] = []
  for await (const { key } of bench.services.stores.temporary.list(prefix)) keys.push(key)
  return keys
}

describe('a run', () => {
  it('makes a video playable, then ready, doing each task once', async () => {
    const { runId, videoId, publicId } = await bench.createRun()
    const seen: string[] = []
    const tasks = sampleTasks({
      async interfere({ name }) {
        if (name === 'encode')
          await vi.waitFor(async () => expect((await videoOf(videoId)).status).toBe('playable'), 30_000)
        if (name === 'package') seen.push((await videoOf(videoId)).revision ?? '')
        return undefined
      },
    })
    await bench.services.stores.temporary.put(`runs/${runId}/encode/n/360p.mp4`, 'picture')
    const { transcoded } = bench.services.stores
    for (const revision of ['dead-attempt', `early-${runId}`, `full-${runId}`, `poster-${runId}`])
      await transcoded.put(`videos/${publicId}/${revision}/file`, 'bytes')
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)

    const names = [
      'inspect',
      'publish-source',
      'poster',
      'split',
      'encode',
      'package',
      'storyboard',
      'publish',
    ]
    expect([...tasks.attempts].sort()).toEqual(names.map((name) => `${name}#1`).sort())
    expect(seen).toEqual([`early-${runId}`])
    expect(await videoOf(videoId)).toMatchObject({
      status: 'ready',
      revision: `full-${runId}`,
      hlsPath: `full-${runId}/master.m3u8`,
      dashPath: `full-${runId}/manifest.mpd`,
      posterPath: `poster-${runId}/poster.jpg`,
      storyboardPath: `board-${runId}/storyboard.vtt`,
      durationMs: 4_000,
      width: 640,
      height: 360,
      publishedAt: expect.any(Date),
      renditions: [{ name: '360p' }, { name: '240p' }],
    })
    const retired = await bench.services.database.retiredRevision.findMany({
      where: { videoPublicId: publicId },
    })
    expect(retired.map(({ revision }) => revision)).toEqual([`early-${runId}`])
    // Playback tokens live up to 13 h.
    expect(retired[0]?.removeAfter.getTime()).toBeGreaterThan(Date.now() + 13 * 3_600_000)
    await vi.waitFor(async () => expect(await objectsUnder(`runs/${runId}/`)).toEqual([]), 30_000)
    await vi.waitFor(
      async () => expect(await transcoded.head(`videos/${publicId}/dead-attempt/file`)).toBeUndefined(),
      30_000,
    )
    for (const revision of [`early-${runId}`, `full-${runId}`, `poster-${runId}`])
      expect(await transcoded.head(`videos/${publicId}/${revision}/file`)).toBeDefined()
  })

  it('skips what only remuxable sources get', async () => {
    const { runId } = await bench.createRun()
    const tasks = sampleTasks({ facts: sampleFacts({ h264: false }) })
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
    const run = await readWholeRun(bench.services.database, runId)
    const skipped = run?.tasks.filter(({ status }) => status === 'skipped').map(({ name }) => name)
    expect(skipped).toEqual(['publish-source'])
    expect(tasks.attempts).toHaveLength(7)
  })

  it('shows nothing before its own renditions where its channel has a watermark, and keeps the one that it began with', async () => {
    const { database } = bench.services
    const change = (data: object) => database.channel.update({ where: { id: bench.channelId }, data })
    await change({ watermarkKey: 'channels/a/one.png', watermarkCorner: 'top_left' })
    const { runId, videoId } = await bench.createRun()
    await change({ watermarkKey: null })
    const seen: unknown[] = []
    const tasks = sampleTasks({
      async interfere({ name, watermark }) {
        if (name === 'encode') seen.push((await videoOf(videoId)).status, watermark)
        return undefined
      },
    })
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
    expect(seen).toEqual([
      'processing',
      { key: 'channels/a/one.png', corner: 'top_left', size: 0.12, opacity: 0.7 },
    ])
    expect(tasks.attempts.filter((attempt) => /remux|early|source/.test(attempt))).toEqual([])
    expect((await videoOf(videoId)).status).toBe('ready')
  })

  it('ends well without its drawings where they fail of our own fault', async () => {
    const { database } = bench.services
    const { runId, videoId } = await bench.createRun()
    const drawings = ['poster', 'storyboard']
    // Earlier attempts have failed: this is the last one of each.
    const last = { attempt: MAX_TASK_ATTEMPTS - 1 }
    await database.pipelineTask.updateMany({ where: { runId, name: { in: drawings } }, data: last })
    const tasks = sampleTasks({
      interfere: async ({ name }) => (drawings.includes(name) ? 'ENCODE_FAILED' : undefined),
    })
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('succeeded'), 30_000)
    const run = await readWholeRun(database, runId)
    const failed = run?.tasks.filter(({ status }) => status === 'failed').map(({ name }) => name)
    expect(failed?.sort()).toEqual(drawings)
    expect(await videoOf(videoId)).toMatchObject({
      ...{ status: 'ready', errorCode: null, revision: `full-${runId}` },
      ...{ posterPath: null, storyboardPath: null },
    })
  })

  it('fails where its definition publishes nothing for this source', async () => {
    const definition = {
      name: 'remuxed-alone',
      version: 1,
      tasks: [
        { name: 'inspect', type: 'inspect', inputs: [], outputs: ['facts'] },
        {
          ...{ name: 'remux', type: 'remux', inputs: ['facts'], outputs: ['streams'] },
          when: { remuxable: true },
        },
        { name: 'publish', type: 'publish', inputs: ['facts', 'streams'], outputs: ['publication'] },
      ],
    }
    const { runId, videoId } = await bench.createRun({ definition, catalogue: CATALOGUE })
    bench.work(sampleTasks({ facts: sampleFacts({ h264: false }) }).perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('failed'), 30_000)
    expect((await readWholeRun(bench.services.database, runId))?.errorCode).toBe('PIPELINE_INVALID')
    expect(await videoOf(videoId)).toMatchObject({ status: 'failed', errorCode: 'PIPELINE_INVALID' })
  })

  it('that ends while its dispatcher reads it is said to lack nothing', async () => {
    const { runId } = await bench.createRun()
    const { database } = bench.services
    const lines: string[] = []
    const logger = createLogger('worker', {
      level: 'warn',
      destination: { write: (line) => lines.push(line) },
    })
    const endsBetween = new Proxy(database, {
      get: (target, name) =>
        name === '$queryRaw'
          ? async (...query: Parameters<typeof target.$queryRaw>) => {
              await endRun(target, runId, { status: 'succeeded' })
              return target.$queryRaw(...query)
            }
          : Reflect.get(target, name),
    })
    await dispatchRun({ ...bench.services, logger, database: endsBetween }, runId)
    expect(lines).toEqual([])
    expect(await statusOf(runId)).toBe('succeeded')
  })

  it('fails at once where the source is at fault, stops the rest, withdraws and cleans up', async () => {
    const { runId, videoId, publicId } = await bench.createRun()
    let encode: 'waits' | 'runs' | 'stopped' = 'waits'
    const tasks = sampleTasks({
      async interfere({ name }, { signal }) {
        if (name === 'encode') {
          encode = 'runs'
          await untilAborted(signal).finally(() => (encode = 'stopped'))
        }
        if (name !== 'poster') return undefined
        await vi.waitFor(() => expect(encode).toBe('runs'), 30_000)
        expect((await videoOf(videoId)).status).toBe('playable')
        return 'SOURCE_DAMAGED'
      },
    })
    await bench.services.stores.temporary.put(`runs/${runId}/encode/n/360p.mp4`, 'picture')
    await bench.services.stores.transcoded.put(`videos/${publicId}/early-${runId}/master.m3u8`, '#EXTM3U')
    bench.work(tasks.perform)
    await bench.dispatch(runId)
    await vi.waitFor(async () => expect(await statusOf(runId)).toBe('failed'), 30_000)
    const run = await readWholeRun(bench.services.database, runId)
    expect(run).toMatchObject({ errorCode: 'SOURCE_DAMAGED', errorTask: 'poster' })
    expect(run?.tasks.find(({ name }) => name === 'encode')?.status).toBe('cancelled')
    expect(await videoOf(videoId)).toMatchObject({
      status: 'failed',
      errorCode: 'SOURCE_DAMAGED',
      revision: null,
      hlsPath: null,
      posterPath: null,
      renditions: [],
    })
    await vi.waitFor(() => expect(encode).toBe('stopped'), 30_000)
    await vi.waitFor(async () => expect(await objectsUnder(`runs/${runId}/`)).toEqual([]), 30_000)
    await createSweep(bench.services)()
    const early = `videos/${publicId}/early-${runId}/master.m3u8`
    expect(await bench.services.stores.transcoded.head(early)).toBeUndefined()
  })
})

describe('dispatchRun', () => {
  it('queues each task once, however many dispatch at once', async () => {
    const { runId } = await bench.createRun()
    await Promise.all(Array.from({ length: 8 }, () => dispatchRun(bench.services, runId)))
    const light = await bench.services.queues.byName['task-light'].getJobs()
    expect(light.filter(({ data }) => data.runId === String(runId))).toHaveLength(1)
    const tasks = sampleTasks()
    bench.work(tasks.perform)
    while ((await statusOf(runId)) === 'running') await dispatchRun(bench.services, runId)
    expect(new Set(tasks.attempts).size).toBe(8)
    expect(tasks.attempts).toHaveLength(8)
  })
})
