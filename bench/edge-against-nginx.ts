import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { playbackExpiry, signPlaybackToken } from '@marquee/service'
import { freePort } from '@marquee/service/testing'
import { createS3Store } from '@marquee/storage'
import { REPOSITORY } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { medianOf } from './measure/median-of.ts'
import { cpuSeconds } from './measure/process-usage.ts'
import { readRanges } from './measure/read-ranges.ts'
import { hasNginx, serveWithNginx, untilListening } from './measure/serve-with-nginx.ts'

const KB = 1_024
const OBJECT_SIZE = 8 * KB * KB
const OBJECTS = 4
const VIDEO = 'benchbenchb'
const SECRET = randomBytes(16).toString('hex')
/**
 * To each server before it is measured: V8 compiles what has run some thousand times, and a server that runs for weeks
 * is not measured while it does.
 */
const WARMING = 6_000
/** Servers take turns, so that what else the machine does falls on all of them; the median round counts. */
const ROUNDS = 9
/** Of each server in a round: a second of its processor time, more or less. */
const ROUND_BYTES = 1e9

type Server = { readonly urls: readonly string[]; readonly pid: number }

/** MB of 10⁶ bytes for each second of the server's own processor time. */
async function megabytesPerCpuSecond({ urls, pid }: Server, rangeSize: number): Promise<number> {
  const before = await cpuSeconds(pid)
  const requests = Math.ceil(ROUND_BYTES / rangeSize)
  const bytes = await readRanges({ urls, objectSize: OBJECT_SIZE, rangeSize, requests })
  return bytes / 1e6 / ((await cpuSeconds(pid)) - before)
}

async function warm({ urls }: Server, rangeSize: number): Promise<void> {
  const load = { urls, objectSize: OBJECT_SIZE }
  await readRanges({ ...load, rangeSize: 64 * KB, requests: WARMING })
  await readRanges({ ...load, rangeSize, requests: 100 })
}

type Running = { readonly pid: number; stop(): Promise<void> }

/** One of our programs by itself, on variables that name everything it needs. */
async function run(program: string, env: Record<string, string>, port: number): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [path.join(REPOSITORY, program)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${program} ended before it listened`)
  })
  await Promise.race([untilListening(port), ended])
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

type Bucket = Readonly<Record<'S3_ENDPOINT' | 'S3_REGION' | 'S3_BUCKET_TRANSCODED', string>> & {
  readonly AWS_ACCESS_KEY_ID: string
  readonly AWS_SECRET_ACCESS_KEY: string
}

const bucketOn = (port: number): Bucket => ({
  S3_ENDPOINT: `http://127.0.0.1:${port}`,
  S3_REGION: 'us-east-1',
  S3_BUCKET_TRANSCODED: 'bench-transcoded',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: SECRET,
})

function runStore(bucket: Bucket, port: number, data: string): Promise<Running> {
  const place = { OBJECT_STORE_HOST: '127.0.0.1', OBJECT_STORE_PORT: String(port), OBJECT_STORE_DATA: data }
  return run('tools/local/dist/bin/object-store.js', { ...bucket, ...place }, port)
}

async function runEdge(bucket: Bucket, memoryMb: number): Promise<Server & Running> {
  const port = await freePort()
  const env = {
    LISTEN_HOST: '127.0.0.1',
    EDGE_PORT: String(port),
    EDGE_MEMORY_MB: String(memoryMb),
    PLAYBACK_SECRET: SECRET,
  }
  const edge = await run('apps/edge/dist/bin/edge.js', { ...bucket, ...env }, port)
  const expiresAt = playbackExpiry()
  const token = signPlaybackToken({ secret: SECRET, video: VIDEO, expiresAt, sharing: 'shared' })
  const urls = names().map((name) => `http://127.0.0.1:${port}/v/${token}/${VIDEO}/r1/${name}`)
  return { ...edge, urls }
}

const names = () => Array.from({ length: OBJECTS }, (_, index) => `${index + 1}.m4s`)

function edgeBenchmark(name: string, rangeSize: number, atLeast: number): Benchmark {
  const size = rangeSize < KB * KB ? `${rangeSize / KB} KB` : `${rangeSize / KB / KB} MB`
  return {
    name,
    title: `bytes per CPU second of the edge on ranges of ${size}, as a share of nginx's`,
    unit: 'times nginx',
    atLeast,
    absolute: false,
    async run() {
      if (!hasNginx)
        throw new Error('Skipped: there is no nginx here to compare with (apt-get install nginx-light).')
      const folder = await mkdtemp(path.join(tmpdir(), 'marquee-nginx-'))
      const stops: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })]
      try {
        const storePort = await freePort()
        const bucket = bucketOn(storePort)
        const store = await runStore(bucket, storePort, path.join(folder, '.store'))
        stops.push(store.stop)
        await placeObjects(bucket, folder)
        const nginx = await serveWithNginx(folder, await freePort())
        stops.push(nginx.stop)
        const files = { urls: names().map((file) => `${nginx.url}/${file}`), pid: nginx.pid }
        const held = await runEdge(bucket, 64)
        stops.push(held.stop)
        const streamed = await runEdge(bucket, 0)
        stops.push(streamed.stop)
        return await compare({ files, held, streamed }, rangeSize)
      } finally {
        for (const stop of stops.reverse()) await stop()
      }
    },
  }
}

async function compare(servers: Record<'files' | 'held' | 'streamed', Server>, rangeSize: number) {
  for (const server of Object.values(servers)) await warm(server, rangeSize)
  const rounds: Record<'nginx' | 'held' | 'streamed', number>[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const nginx = await megabytesPerCpuSecond(servers.files, rangeSize)
    const held = await megabytesPerCpuSecond(servers.held, rangeSize)
    const streamed = await megabytesPerCpuSecond(servers.streamed, rangeSize)
    rounds.push({ nginx, held, streamed })
  }
  const held = rounds.map((round) => round.held / round.nginx)
  const streamed = rounds.map((round) => round.streamed / round.nginx)
  const speed = (of: 'nginx' | 'held' | 'streamed') =>
    `${medianOf(rounds.map((round) => round[of])).toFixed(0)} MB a CPU second`
  return {
    figure: medianOf(held),
    against: `nginx 1.22 or later with sendfile from local files, in ${ROUNDS} rounds by turns; the edge with its memory of 64 MB over ${OBJECTS} segments of 8 MB; 16 kept connections from one client process, without TLS`,
    details: {
      nginx: speed('nginx'),
      edge: `${speed('held')}, rounds ${spread(held)} times nginx`,
      'edge without memory, every range from the object store': `${speed('streamed')}, ${medianOf(streamed).toFixed(3)} times nginx, rounds ${spread(streamed)}`,
    },
  }
}

const spread = (ratios: readonly number[]) =>
  `${Math.min(...ratios).toFixed(3)} to ${Math.max(...ratios).toFixed(3)}`

/** The same bytes in the transcoded bucket and in a folder. */
async function placeObjects(bucket: Bucket, folder: string): Promise<void> {
  const store = createS3Store({
    endpoint: bucket.S3_ENDPOINT,
    region: bucket.S3_REGION,
    bucket: bucket.S3_BUCKET_TRANSCODED,
    credentials: {
      accessKeyId: bucket.AWS_ACCESS_KEY_ID,
      secretAccessKey: bucket.AWS_SECRET_ACCESS_KEY,
    },
  })
  await mkdir(folder, { recursive: true })
  for (const name of names()) {
    const bytes = randomBytes(OBJECT_SIZE)
    await store.put(`videos/${VIDEO}/r1/${name}`, bytes)
    await writeFile(path.join(folder, name), bytes)
  }
  store.close()
}

export const edgeSmallRanges = edgeBenchmark('edge-ranges-256k', 256 * KB, 0.28)
export const edgeLargeRanges = edgeBenchmark('edge-ranges-4m', 4 * KB * KB, 0.12)
