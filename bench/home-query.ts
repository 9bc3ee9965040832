import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { createDatabase } from '@marquee/domain'
import { REGISTERED_DOCUMENTS } from '@marquee/schema/documents'
import { createSnowflakes, newPublicId } from '@marquee/schema/ids'
import { freePort } from '@marquee/service/testing'
import { type OwnSystem, REPOSITORY, startOwnSystem } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { askInParallel, type Load } from './measure/ask-in-parallel.ts'
import { cpuSeconds } from './measure/process-usage.ts'
import { untilListening } from './measure/serve-with-nginx.ts'

const PAGE = 20
const VIDEOS = 60
const CHANNELS = 10
const CONNECTIONS = 16
const WARM_UP: Load = { times: 4_000, connections: CONNECTIONS }
const CROWD: Load = { times: 4_000, connections: CONNECTIONS }
/** Nobody else asks at the same moment. */
const ALONE: Load = { times: 1_000, connections: 1 }
/** Rounds take turns, so that whatever else the machine does meets both. */
const ROUNDS = 3

interface Server {
  readonly url: string
  readonly body: string
  readonly pid: number
}

/** Of the server's own process; PostgreSQL and Redis are counted by nobody, and Apollo has none. */
async function cpuOf({ url, body, pid }: Server, load: Load): Promise<number> {
  const before = await cpuSeconds(pid)
  await askInParallel(url, body, load)
  return (await cpuSeconds(pid)) - before
}

/** The CPU seconds of each of two servers for the same load. */
async function compare(ours: Server, theirs: Server, load: Load) {
  const cpu = { ours: 0, theirs: 0 }
  for (let round = 0; round < ROUNDS; round += 1) {
    cpu.theirs += await cpuOf(theirs, load)
    cpu.ours += await cpuOf(ours, load)
  }
  return cpu
}

export const homeQuery: Benchmark = {
  name: 'home-query',
  title:
    'requests per CPU second of the persisted home query with the cache warm, as a share of a stock Apollo Server’s',
  unit: 'times Apollo',
  atLeast: 1,
  absolute: false,
  async run() {
    const system = await startOwnSystem()
    const folder = await mkdtemp(path.join(tmpdir(), 'marquee-home-'))
    const children: ChildProcess[] = []
    try {
      await publishVideos(system)
      const [id, text] = homeDocument()
      const variables = { first: PAGE }
      const ours = await startApi(system, JSON.stringify({ documentId: id, variables }), children)
      const answer = await askInParallel(ours.url, ours.body, WARM_UP)
      const theirs = await startApollo(path.join(folder, 'data.json'), answer, { text, variables }, children)
      refuseOther(answer, await askInParallel(theirs.url, theirs.body, WARM_UP))
      const crowd = await compare(ours, theirs, CROWD)
      const alone = await compare(ours, theirs, ALONE)
      const perSecond = (cpu: number) => `${Math.round((ROUNDS * CROWD.times) / cpu)} requests a CPU second`
      return {
        figure: crowd.theirs / crowd.ours,
        against: `Apollo Server 5 with its own HTTP server, the same schema and the same ${PAGE} videos from memory, by persisted query, on ${CONNECTIONS} connections`,
        details: {
          ours: perSecond(crowd.ours),
          apollo: perSecond(crowd.theirs),
          'times Apollo, on one connection': (alone.theirs / alone.ours).toFixed(2),
        },
      }
    } finally {
      for (const child of children) child.kill('SIGTERM')
      await rm(folder, { recursive: true, force: true })
      await system.stop()
    }
  },
}

/** What is compared is the same work. */
function refuseOther(ours: string, theirs: string): void {
  const dataOf = (answer: string) => (JSON.parse(answer) as { data: unknown }).data
  if (!isDeepStrictEqual(dataOf(ours), dataOf(theirs))) throw new Error('The two servers answer differently')
}

function homeDocument(): readonly [string, string] {
  const found = [...REGISTERED_DOCUMENTS].find(([, text]) => text.includes('query WebHome('))
  if (!found) throw new Error('No registered document is the home query')
  return found
}

/** An API of its own beside the system's, over the same parts, whose budget does not stop a load from one address. */
async function startApi({ env }: OwnSystem, body: string, children: ChildProcess[]): Promise<Server> {
  const port = await freePort()
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'apps/api/dist/bin/api.js')], {
    env: {
      ...process.env,
      ...env,
      NODE_ENV: 'production',
      API_PORT: String(port),
      API_HEALTH_PORT: '0',
      API_ADDRESS_BUDGET: '2000000000',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  children.push(child)
  await untilListening(port)
  return { url: `http://127.0.0.1:${port}/graphql`, body, pid: child.pid ?? 0 }
}

/** Answers from memory what ours has answered; it learns the document at the first request, as its persisted queries do. */
async function startApollo(
  dataFile: string,
  answer: string,
  { text, variables }: { text: string; variables: object },
  children: ChildProcess[],
): Promise<Server> {
  await writeFile(dataFile, JSON.stringify((JSON.parse(answer) as { data: unknown }).data))
  const program = path.join(REPOSITORY, 'bench/dist/measure/stock-apollo.js')
  const schema = path.join(REPOSITORY, 'packages/schema/graphql/schema.graphql')
  const child = spawn(process.execPath, [program, schema, dataFile], {
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = line.toString().trim()
  const sha256Hash = createHash('sha256').update(text).digest('hex')
  const extensions = { persistedQuery: { version: 1, sha256Hash } }
  await askInParallel(url, JSON.stringify({ query: text, variables, extensions }), {
    times: 1,
    connections: 1,
  })
  return { url, body: JSON.stringify({ variables, extensions }), pid: child.pid ?? 0 }
}

async function publishVideos({ env }: OwnSystem): Promise<void> {
  const database = createDatabase(env.DATABASE_URL ?? '')
  const ids = createSnowflakes({ region: 31, worker: 31 })
  const { id: ownerId } = await database.account.findFirstOrThrow()
  const channels = Array.from({ length: CHANNELS }, (_, index) => ({
    id: BigInt(ids.next()),
    publicId: newPublicId(),
    ownerId,
    handle: `bench_${index}`,
    name: `Channel ${index}`,
  }))
  await database.channel.createMany({ data: channels })
  await database.video.createMany({
    data: Array.from({ length: VIDEOS }, (_, index) => ({
      id: BigInt(ids.next()),
      publicId: newPublicId(),
      channelId: channels[index % CHANNELS]?.id ?? 0n,
      title: `Snails, part ${index}`,
      description: 'They take their time, and so does the camera. '.repeat(3),
      visibility: 'public' as const,
      status: 'ready' as const,
      durationMs: 61_000,
      width: 1_920,
      height: 1_080,
      revision: 'rev00000000',
      hlsPath: 'rev00000000/master.m3u8',
      posterPath: 'img00000000/poster.jpg',
      publishedAt: new Date(Date.now() - index * 1_000),
    })),
  })
  await database.$disconnect()
}
