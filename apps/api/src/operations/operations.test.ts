import { beginRun, failRun, recordRefusals } from '@marquee/domain/pipeline'
import { SAMPLE_CATALOGUE, SAMPLE_PIPELINE } from '@marquee/domain/testing'
import { beatWorker } from '@marquee/domain/workers'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { offerPipelines } from '../testing/offer-pipelines.ts'
import { type Person, startTestApi, type TestApi } from '../testing/start-test-api.ts'
import { announceUpload, complete, presign, sendParts } from '../testing/upload-file.ts'

let api: TestApi
let ada: Person
let admin: Person
let adminId: string
const log: { msg: string; operator?: string; run?: string; worker?: string; resource?: string }[] = []

beforeAll(async () => {
  // A Redis database of its own, because what others keep there is not to be flushed.
  const url = new URL(process.env.CACHE_REDIS_URL ?? '')
  url.pathname = '/11'
  api = await startTestApi({ CACHE_REDIS_URL: url.href }, { onLog: (line) => log.push(JSON.parse(line)) })
  ada = await api.signUp('Ada')
  admin = await api.signUp('Root')
  adminId = (await admin.ask('{ viewer { id } }')).data.viewer.id.slice(4)
  await api.database.account.update({ where: { publicId: adminId }, data: { role: 'admin' } })
  const cache = new Redis(url.href)
  await cache.flushdb()
  cache.disconnect()
  await offerPipelines(api.database, ['standard'])
})
afterAll(() => api.stop())

type TaskChange = Parameters<TestApi['database']['pipelineTask']['update']>[0]['data']

/** A run of Ada's as its dispatcher leaves it; `change` is what a worker would do to its first task. */
async function makeRun(change: TaskChange = {}): Promise<string> {
  const upload = await announceUpload(ada, 9, { title: 'Snails' })
  await sendParts(await presign(ada, upload.id, [1]))
  await complete(ada, upload.id)
  const run = await api.database.pipelineRun.findFirstOrThrow({ orderBy: { id: 'desc' } })
  await api.database.$transaction((tx) => beginRun(tx, run.id, SAMPLE_PIPELINE, SAMPLE_CATALOGUE))
  await api.database.pipelineTask.update({
    where: { runId_name: { runId: run.id, name: 'inspect' } },
    data: change,
  })
  return String(run.id)
}

const FIELDS = 'id state pipeline version video { title } channel { name } errorCode retryable'
const readRun = async (person: Person, id: string) =>
  (
    await person.ask(
      `query ($id: ID!) { run(id: $id) { ${FIELDS} tasks { name needs state worker beatAt attempt cpuSeconds peakMb errorDetail pieceCount } } }`,
      { id },
    )
  ).data.run
const act = async (person: Person, field: string, type: string, input: object, answer: string) => {
  const mutation = `mutation ($input: ${type}!) { ${field}(input: $input) { ${answer} userErrors { field code } } }`
  return (await person.ask(mutation, { input })).data[field]
}
const deeds = (msg: string) => log.filter((line) => line.msg === msg)
const refusal = (code: string, field: string | null = null) => [{ field, code }]

describe('runs', () => {
  it('are listed newest first, by state and by channel, in pages', async () => {
    const [first, second] = [await makeRun(), await makeRun()]
    const query = `query ($first: Int, $after: String, $state: RunState, $channel: String) {
      runs(first: $first, after: $after, state: $state, channel: $channel) { nodes { ${FIELDS} } pageInfo { endCursor hasNextPage } } }`
    const page = async (variables: Record<string, unknown>) => (await admin.ask(query, variables)).data.runs
    const newest = await page({ first: 1 })
    expect(newest.nodes).toMatchObject([
      { id: second, state: 'RUNNING', pipeline: 'standard', video: { title: 'Snails' } },
    ])
    expect(newest.nodes[0].channel.name).toBe('Ada')
    const next = await page({ first: 1, after: newest.pageInfo.endCursor })
    expect(next.nodes[0].id).toBe(first)
    expect((await page({ first: 9, state: 'FAILED' })).nodes).toEqual([])
    expect((await page({ first: 9, channel: 'ada' })).nodes).toHaveLength(2)
    expect((await page({ first: 9, channel: 'root' })).nodes).toEqual([])
    expect((await page({ first: 9, channel: 'nobody' })).nodes).toEqual([])
  })

  it('read backward, a page is the one before', async () => {
    const ids = [await makeRun(), await makeRun(), await makeRun()]
    const query = `query ($last: Int, $before: String, $first: Int) {
      runs(last: $last, before: $before, first: $first) { edges { cursor node { id } } } }`
    const newest = (await admin.ask(query, { first: 3 })).data.runs.edges
    const before = (await admin.ask(query, { last: 1, before: newest[2].cursor })).data.runs.edges
    expect(before.map(({ node }: { node: { id: string } }) => node.id)).toEqual([ids[1]])
  })

  it('show each task with its worker, its lease and what it took', async () => {
    const beatAt = new Date('2026-11-21T10:00:00.000Z')
    const id = await makeRun({
      ...{ status: 'running', worker: 'gone:1:ab', attempt: 2, beatAt, startedAt: beatAt },
      ...{ cpuSeconds: 1.5, peakMb: 612, errorCode: 'ENCODE_KILLED', errorDetail: 'signal 9' },
    })
    const run = await readRun(admin, id)
    expect(run.version).toBe(SAMPLE_PIPELINE.version)
    expect(run.tasks[0]).toEqual({
      ...{ name: 'inspect', needs: [], state: 'RUNNING', worker: 'gone:1:ab', attempt: 2 },
      ...{ beatAt: beatAt.toISOString(), cpuSeconds: 1.5, peakMb: 612, errorDetail: 'signal 9' },
      pieceCount: 0,
    })
    expect(run.tasks[2]).toMatchObject({ name: 'encode', needs: ['inspect', 'split'], state: 'WAITING' })
  })

  it('say why one failed that did by no task', async () => {
    const id = await makeRun()
    const run = await api.database.pipelineRun.findUniqueOrThrow({
      ...{ where: { id: BigInt(id) }, include: { video: true } },
    })
    const failure = { code: 'PIPELINE_INVALID', task: null, detail: 'No pipeline is called quick.' } as const
    await api.database.$transaction((tx) => failRun(tx, run, failure))
    const query = 'query ($id: ID!) { run(id: $id) { state errorCode errorTask errorDetail } }'
    expect((await admin.ask(query, { id })).data.run).toEqual({
      ...{ state: 'FAILED', errorCode: failure.code, errorTask: null, errorDetail: failure.detail },
    })
  })

  it('do not exist for others, nor by a wrong id', async () => {
    const id = await makeRun()
    expect(await readRun(api.stranger, id)).toBeNull()
    expect(await readRun(ada, id)).toBeNull()
    for (const wrong of ['1', 'vid_x', '-1', '99999999999999999999'])
      expect(await readRun(admin, wrong)).toBeNull()
    const others = '{ runs(first: 1) { nodes { id } } workers { id } taskClasses { resource } }'
    for (const person of [ada, api.stranger])
      expect((await person.ask(others)).data).toEqual({ runs: null, workers: null, taskClasses: null })
  })
})

describe('cancelRun and retryRun', () => {
  it('stop a run, and begin another for its video', async () => {
    const runId = await makeRun()
    const cancelled = await act(admin, 'cancelRun', 'CancelRunInput', { runId }, 'run { state retryable }')
    expect(cancelled).toEqual({ run: { state: 'CANCELLED', retryable: true }, userErrors: [] })
    expect(deeds('an operator cancelled a run').at(-1)).toMatchObject({ operator: adminId, run: runId })
    const again = await act(admin, 'cancelRun', 'CancelRunInput', { runId }, 'run { state }')
    expect(again).toEqual({ run: null, userErrors: refusal('RUN_ENDED', 'runId') })

    const retried = await act(admin, 'retryRun', 'RetryRunInput', { runId }, 'run { id state }')
    expect(retried.run.state).toBe('RUNNING')
    expect(retried.run.id).not.toBe(runId)
    expect(deeds('an operator retried a run').at(-1)).toMatchObject({ operator: adminId, run: runId })
    const twice = await act(admin, 'retryRun', 'RetryRunInput', { runId }, 'run { id }')
    expect(twice).toEqual({ run: null, userErrors: refusal('NOT_RETRYABLE', 'runId') })
  })

  it('are refused to others, and change nothing', async () => {
    const runId = await makeRun()
    const before = log.length
    for (const [field, type] of [
      ['cancelRun', 'CancelRunInput'],
      ['retryRun', 'RetryRunInput'],
    ] as const) {
      const refused = { run: null, userErrors: refusal('FORBIDDEN') }
      expect(await act(ada, field, type, { runId }, 'run { id }')).toEqual(refused)
      const stranger = { run: null, userErrors: refusal('UNAUTHENTICATED') }
      expect(await act(api.stranger, field, type, { runId }, 'run { id }')).toEqual(stranger)
      const missing = { run: null, userErrors: refusal('RUN_NOT_FOUND', 'runId') }
      expect(await act(admin, field, type, { runId: '1' }, 'run { id }')).toEqual(missing)
    }
    expect((await readRun(admin, runId)).state).toBe('RUNNING')
    expect(log.slice(before).filter(({ operator }) => operator)).toEqual([])
  })
})

describe('workers and classes', () => {
  const facts = {
    ...{ id: 'box:1:ab', host: 'box', roles: ['encode'], slots: { encode: 2 }, cores: 4 },
    ...{ memoryBytes: 8e9, encoders: ['libx264'], region: 0, version: '1' },
  }
  const drain = (person: Person, workerId: string) =>
    act(person, 'drainWorker', 'DrainWorkerInput', { workerId }, 'worker { id drainingAt }')
  const ofClass = (person: Person, verb: 'pause' | 'resume', resource: string) => {
    const type = `${verb === 'pause' ? 'Pause' : 'Resume'}TaskClassInput`
    return act(person, `${verb}TaskClass`, type, { resource }, 'taskClass { resource pausedAt slots }')
  }

  it('a worker is shown with what it runs, and drained', async () => {
    const beatAt = new Date()
    const runId = await makeRun({
      status: 'running',
      worker: facts.id,
      attempt: 1,
      beatAt,
      startedAt: beatAt,
    })
    await beatWorker(api.database, facts)
    const query =
      '{ workers { id host slots { resource count } cores memory drainingAt running { runId task videoTitle } } }'
    expect((await admin.ask(query)).data.workers).toEqual([
      {
        ...{ id: facts.id, host: 'box', slots: [{ resource: 'encode', count: 2 }], cores: 4, memory: 8e9 },
        ...{ drainingAt: null, running: [{ runId, task: 'inspect', videoTitle: 'Snails' }] },
      },
    ])
    expect((await drain(ada, facts.id)).userErrors).toEqual(refusal('FORBIDDEN'))
    expect((await drain(api.stranger, facts.id)).userErrors).toEqual(refusal('UNAUTHENTICATED'))
    expect((await drain(admin, 'nobody')).userErrors).toEqual(refusal('WORKER_NOT_FOUND', 'workerId'))
    const { worker } = await drain(admin, facts.id)
    expect(worker).toEqual({ id: facts.id, drainingAt: expect.any(String) })
    expect(deeds('an operator drained a worker')).toMatchObject([{ operator: adminId, worker: facts.id }])
  })

  it('a class is paused and resumed', async () => {
    expect((await ofClass(ada, 'pause', 'encode')).userErrors).toEqual(refusal('FORBIDDEN'))
    expect((await ofClass(api.stranger, 'resume', 'encode')).userErrors).toEqual(refusal('UNAUTHENTICATED'))
    expect((await ofClass(admin, 'pause', 'nothing')).userErrors).toEqual(
      refusal('CLASS_UNKNOWN', 'resource'),
    )
    const { taskClass } = await ofClass(admin, 'pause', 'encode')
    expect(taskClass).toMatchObject({ resource: 'encode', pausedAt: expect.any(String) })
    // Once more changes nothing, and is no deed.
    expect((await ofClass(admin, 'pause', 'encode')).taskClass).toEqual(taskClass)
    expect((await ofClass(admin, 'resume', 'encode')).taskClass.pausedAt).toBeNull()
    expect(deeds('an operator paused a class of tasks')).toMatchObject([{ resource: 'encode' }])
    expect(deeds('an operator resumed a class of tasks')).toHaveLength(1)
  })
})

describe('refusedPipelines', () => {
  it('are what the dispatcher did not take, for administrators', async () => {
    const query = '{ refusedPipelines { file name problems refusedAt } }'
    const refused = async (person: Person) => (await person.ask(query)).data.refusedPipelines
    expect(await refused(admin)).toEqual([])
    const refusal = {
      file: '/etc/pipelines/quick.yaml',
      name: 'quick',
      problems: ['quick.yaml:3: task a: …'],
    }
    await api.database.$transaction((tx) => recordRefusals(tx, [refusal]))
    expect(await refused(admin)).toEqual([{ ...refusal, refusedAt: expect.any(String) }])
    expect([await refused(ada), await refused(api.stranger)]).toEqual([null, null])
    await api.database.$transaction((tx) => recordRefusals(tx, []))
  })
})

describe('unreadablePipelines', () => {
  it('are what a program of another version stored, for administrators', async () => {
    const query = '{ pipelines { name } unreadablePipelines { name version problem } }'
    const listed = async (person: Person) => (await person.ask(query)).data
    await offerPipelines(api.database, ['standard', 'newer'])
    expect((await listed(admin)).unreadablePipelines).toEqual([])
    const where = { name: 'newer' }
    await api.database.pipelineDefinition.updateMany({ where, data: { document: { steps: [] } } })
    const pipelines = [{ name: 'standard' }]
    const problem = expect.stringContaining('tasks')
    expect(await listed(admin)).toEqual({
      pipelines,
      unreadablePipelines: [{ name: 'newer', version: 1, problem }],
    })
    expect(await listed(ada)).toEqual({ pipelines, unreadablePipelines: null })
    expect(await listed(api.stranger)).toEqual({ pipelines: null, unreadablePipelines: null })
    await api.database.pipelineDefinition.deleteMany({ where })
  })
})

describe('withdrawnPipelines', () => {
  it('are what channels ask for and no dispatcher offers any more, for administrators', async () => {
    const query = '{ withdrawnPipelines { name version } }'
    const withdrawn = async (person: Person) => (await person.ask(query)).data.withdrawnPipelines
    await offerPipelines(api.database, ['standard', 'slides', 'unused'])
    const channel = await api.database.channel.findFirstOrThrow()
    await api.database.channel.update({ where: { id: channel.id }, data: { pipeline: 'slides' } })
    expect(await withdrawn(admin)).toEqual([])
    await offerPipelines(api.database, ['standard'])
    expect(await withdrawn(admin)).toEqual([{ name: 'slides', version: 1 }])
    expect([await withdrawn(ada), await withdrawn(api.stranger)]).toEqual([null, null])
    await offerPipelines(api.database, ['standard', 'slides'])
    expect(await withdrawn(admin)).toEqual([])
    await api.database.channel.update({ where: { id: channel.id }, data: { pipeline: null } })
  })
})

describe('the board of the raw queues', () => {
  const visit = (person: Person, path = '', method = 'GET') =>
    fetch(`${api.url}/operator/queues${path}`, {
      method,
      headers: person.cookie ? { cookie: person.cookie } : {},
    })

  it('is there for administrators, and asks nobody else for anything', async () => {
    const page = await visit(admin)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    const html = await page.text()
    const [script] = /static\/js\/main[^"]+/.exec(html) ?? []
    expect((await visit(admin, `/${script}`)).status).toBe(200)
    const { queues } = (await (await visit(admin, '/api/queues')).json()) as {
      queues: { name: string; readOnlyMode: boolean }[]
    }
    expect(queues.map(({ name }) => name)).toContain('task-encode')
    expect(queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true)
    expect((await visit(admin, '/api/queues/task-encode/pause', 'PUT')).status).toBe(405)
  })

  it('is nothing to others', async () => {
    for (const person of [api.stranger, ada])
      for (const path of ['', '/api/queues', '/static/favicon.ico'])
        expect((await visit(person, path)).status).toBe(404)
  })
})
