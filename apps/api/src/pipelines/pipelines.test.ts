import { beginRun, createRun, findRun } from '@marquee/domain/pipeline'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '@marquee/domain/testing'
import { TYPICAL_SOURCE } from '@marquee/media'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeVideo } from '../testing/make-video.ts'
import { offerPipelines } from '../testing/offer-pipelines.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'

let api: TestApi
let ada: Person
let eve: Person

beforeAll(async () => {
  api = await startTestApi()
  ada = await api.signUp('Ada')
  eve = await api.signUp('Eve')
  await offerPipelines(api.database, ['quick', 'thorough'])
})
afterAll(() => api.stop())

const PLAN = `query ($input: PipelinePlanInput!) { pipelinePlan(input: $input) {
  pipeline { name version } problems { code task field line message } cost
  ladder { name codec width height frameRate maxBitrate }
  stages { tasks { name type needs each decision cost } }
} }`
const plan = async (person: Person, input: object) => (await person.ask(PLAN, { input })).data.pipelinePlan
const MINUTE = {
  seconds: 60,
  width: 1920,
  height: 1080,
  frameRate: 30,
  videoCodec: 'h264',
  audioCodec: 'aac',
}

/** As inspection leaves it: a source that may be watched as it is. */
async function haveRead(videoId: string): Promise<void> {
  const publicId = videoId.replace('vid_', '')
  const { id } = await api.database.video.findUniqueOrThrow({ where: { publicId } })
  const runId = await createRun(api.database, api.running.ids, { videoId: id, pipeline: 'quick' })
  await api.database.$transaction((tx) => beginRun(tx, runId, SAMPLE_PIPELINE, SAMPLE_CATALOGUE))
  await api.database.pipelineTask.updateMany({
    where: { runId, name: 'inspect' },
    data: { status: 'succeeded', output: { facts: { facts: TYPICAL_SOURCE } } as object },
  })
}

const FROM_1080 = ['1080p', '720p', '480p', '360p', '240p']

describe('pipelines', () => {
  it('lists what is offered, and nothing to strangers', async () => {
    const query = '{ pipelines { name version isDefault description } }'
    expect((await ada.ask(query)).data.pipelines).toEqual([
      { name: 'quick', version: 1, isDefault: false, description: null },
      { name: 'thorough', version: 1, isDefault: false, description: null },
    ])
    expect((await api.stranger.ask(query)).data.pipelines).toBeNull()
  })
})

describe('pipelinePlan', () => {
  it('plans what is offered, in stages, and what each task costs for a source', async () => {
    const found = await plan(ada, { name: 'quick', source: MINUTE })
    expect(found.problems).toEqual([])
    expect(found.pipeline).toEqual({ name: 'quick', version: 1 })
    expect(
      found.stages.map(({ tasks }: { tasks: { name: string }[] }) => tasks.map(({ name }) => name)),
    ).toEqual([['inspect'], ['split'], ['encode'], ['publish']])
    expect(found.stages[2].tasks[0]).toEqual({
      ...{ name: 'encode', type: 'encode', needs: ['inspect', 'split'], each: 'chunks' },
      ...{ decision: 'RUN', cost: 60 },
    })
    expect(found.cost).toBe(63)
    expect(found.ladder.map(({ name }: { name: string }) => name)).toEqual(FROM_1080)
    expect(found.ladder[0]).toEqual({
      ...{ name: '1080p', codec: 'h264', width: 1920, height: 1080 },
      ...{ frameRate: 30, maxBitrate: 6_000_000 },
    })
  })

  it('says where a document is wrong, options included', async () => {
    const tasks = SAMPLE_PIPELINE.tasks.map((task) =>
      task.name === 'split' ? { ...task, options: { speed: 'fast' } } : task,
    )
    const found = await plan(ada, { document: JSON.stringify({ ...SAMPLE_PIPELINE, tasks }, null, 1) })
    expect(found).toMatchObject({ pipeline: null, stages: [], cost: null })
    expect(found.problems).toMatchObject([
      { code: 'OPTION_INVALID', task: 'split', field: 'options.speed', line: expect.any(Number) },
    ])
  })

  it('decides by what its channel asks for, and leaves open what nobody knows of a source', async () => {
    const when = [{ remuxable: true }, { captions: true }, { watermark: true }, { downloads: true }]
    const conditional = when.map((when, index) => ({
      ...{ name: `if-${index}`, type: 'publish', inputs: ['facts', 'renditions'], outputs: [`p-${index}`] },
      when,
    }))
    const document = JSON.stringify({ ...SAMPLE_PIPELINE, tasks: [...SAMPLE_PIPELINE.tasks, ...conditional] })
    const decided = async (of: object) =>
      (await plan(ada, { document, ...of })).stages
        .flatMap(({ tasks }: { tasks: { name: string; decision: string }[] }) => tasks)
        .filter(({ name }: { name: string }) => name.startsWith('if-'))
        .map(({ decision }: { decision: string }) => decision)
    const known = { ...MINUTE, rotation: 0, bitrate: 8e6, hdr: false, interlaced: false, captions: true }
    const videoId = await makeVideo(api.database, ada)
    await haveRead(videoId)

    expect(await decided({ source: MINUTE })).toEqual(['UNDECIDED', 'UNDECIDED', 'SKIP', 'SKIP'])
    expect(await decided({ source: { ...MINUTE, rotation: 90 } })).toEqual([
      'SKIP',
      'UNDECIDED',
      'SKIP',
      'SKIP',
    ])
    expect(await decided({ source: { ...known, bitrate: 3e9 } })).toEqual(['SKIP', 'RUN', 'SKIP', 'SKIP'])
    expect(await decided({ source: known })).toEqual(['RUN', 'RUN', 'SKIP', 'SKIP'])
    expect(await decided({ videoId })).toEqual(['RUN', 'SKIP', 'SKIP', 'SKIP'])
    const { id: channelId } = (await ada.ask('{ viewer { channel { id } } }')).data.viewer.channel
    const allow =
      'mutation ($input: UpdateChannelInput!) { updateChannel(input: $input) { userErrors { code } } }'
    await ada.ask(allow, { input: { channelId, viewersMayDownload: true } })
    expect(await decided({ videoId })).toEqual(['RUN', 'SKIP', 'SKIP', 'RUN'])
    await api.database.channel.updateMany({ data: { watermarkKey: 'logo' } })
    expect(await decided({ source: known })).toEqual(['SKIP', 'RUN', 'RUN', 'RUN'])
    expect(await decided({ source: MINUTE })).toEqual(['SKIP', 'UNDECIDED', 'RUN', 'RUN'])
    expect(await decided({ videoId })).toEqual(['SKIP', 'SKIP', 'RUN', 'RUN'])
    await api.database.channel.updateMany({ data: { watermarkKey: null, viewersMayDownload: false } })
  })

  it('leaves costs open without a source', async () => {
    expect(await plan(ada, { name: 'quick' })).toMatchObject({ problems: [], cost: null, ladder: [] })
  })

  it('says why what is offered cannot be read, where another program stored it', async () => {
    const where = { name: 'newer' }
    await offerPipelines(api.database, ['quick', 'thorough', 'newer'])
    await api.database.pipelineDefinition.updateMany({ where, data: { document: { steps: [] } } })
    const found = await plan(ada, { name: 'newer', source: MINUTE })
    await api.database.pipelineDefinition.deleteMany({ where })
    expect(found).toMatchObject({ pipeline: null, stages: [], cost: null })
    expect(found.problems).toMatchObject([
      { code: 'FIELD_INVALID', line: null, message: expect.stringMatching(/^newer, version 1: .*tasks/s) },
    ])
  })

  it('is nothing to strangers, of what nobody offers, and for a video of somebody else', async () => {
    const videoId = await makeVideo(api.database, ada)
    expect(await plan(api.stranger, { name: 'quick' })).toBeNull()
    expect(await plan(ada, { name: 'slow' })).toBeNull()
    expect(await plan(eve, { name: 'quick', videoId })).toBeNull()
    expect(await plan(ada, { name: 'quick', videoId })).toMatchObject({ cost: null })
  })
})

describe('the pipeline of an upload', () => {
  const pipelineOf = async (input: Record<string, unknown>) => {
    const upload = await announceUpload(ada, 9, input)
    await sendParts(await presign(ada, upload.id, [1]))
    await complete(ada, upload.id)
    const [run] = await api.database.pipelineRun.findMany({ orderBy: { id: 'desc' }, take: 1 })
    return (await findRun(api.database, run?.id ?? 0n))?.definition
  }
  const choose = async (pipeline: string | null) => {
    const { id: channelId } = (await ada.ask('{ viewer { channel { id } } }')).data.viewer.channel
    const mutation = `mutation ($input: UpdateChannelInput!) {
      updateChannel(input: $input) { channel { pipeline } userErrors { field code } }
    }`
    return (await ada.ask(mutation, { input: { channelId, pipeline } })).data.updateChannel
  }

  it('is what was asked for, else the channel’s, else the default', async () => {
    expect(await pipelineOf({})).toBe('standard')
    expect(await choose('thorough')).toEqual({ channel: { pipeline: 'thorough' }, userErrors: [] })
    expect(await pipelineOf({})).toBe('thorough')
    expect(await pipelineOf({ pipeline: 'quick' })).toBe('quick')
    expect((await choose(null)).channel).toEqual({ pipeline: null })
    expect(await pipelineOf({})).toBe('standard')
  })

  it('is the default where it is offered no more by the time the upload is complete', async () => {
    const upload = await announceUpload(ada, 9, { pipeline: 'quick' })
    await sendParts(await presign(ada, upload.id, [1]))
    await offerPipelines(api.database, ['thorough'])
    await complete(ada, upload.id)
    const [run] = await api.database.pipelineRun.findMany({ orderBy: { id: 'desc' }, take: 1 })
    await offerPipelines(api.database, ['quick', 'thorough'])
    expect(run?.definition).toBe('standard')
  })

  it('must be one that is offered', async () => {
    const mutation = `mutation ($input: CreateUploadInput!) { createUpload(input: $input) { upload { id } userErrors { field code } } }`
    const input = { fileName: 'a.mp4', size: 9, pipeline: 'slow' }
    const refused = [{ field: 'pipeline', code: 'PIPELINE_UNKNOWN' }]
    expect((await ada.ask(mutation, { input })).data.createUpload).toEqual({
      upload: null,
      userErrors: refused,
    })
    expect(await choose('slow')).toEqual({ channel: null, userErrors: refused })
  })

  it('of a channel is its owner’s to see', async () => {
    await choose('quick')
    const query = '{ channel(handle: "ada") { pipeline } }'
    expect((await ada.ask(query)).data.channel).toEqual({ pipeline: 'quick' })
    expect((await eve.ask(query)).data.channel).toEqual({ pipeline: null })
    expect((await api.stranger.ask(query)).data.channel).toEqual({ pipeline: null })
    await choose(null)
  })
})
