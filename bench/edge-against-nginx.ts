import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { playbackExpiry, signPlaybackToken } from '@marquee/service'
import { createS3Store } from '@marquee/storage'
import { type OwnSystem, REPOSITORY, startOwnSystem } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { cpuSeconds } from './measure/process-usage.ts'
import { readRanges } from './measure/read-ranges.ts'
import { hasNginx, serveWithNginx, untilListening } from './measure/serve-with-nginx.ts'

const KB = 1_024
const OBJECT_SIZE = 8 * KB * KB
const OBJECTS = 4
const VIDEO = 'benchbenchb'
/**
 * To each server before it is measured: V8 compiles what has run some thousand times, and a server that runs for weeks
 * is not measured while it does.
 */
const WARMING = 6_000
/** Measured, of each server: some seconds of processor time. */
const MEASURED_BYTES = 4e9

type Server = { readonly urls: readonly string[]; readonly pid: number }

/** MB of 10⁶ bytes for each second of the server's own processor time. */
async function megabytesPerCpuSecond({ urls, pid }: Server, rangeSize: number): Promise<number> {
  const load = { urls, objectSize: OBJECT_SIZE }
  await readRanges({ ...load, rangeSize: 64 * KB, requests: WARMING })
  await readRanges({ ...load, rangeSize, requests: 100 })
  const before = await cpuSeconds(pid)
  const bytes = await readRanges({ ...load, rangeSize, requests: Math.ceil(MEASURED_BYTES / rangeSize) })
  return bytes / 1e6 / ((await cpuSeconds(pid)) - before)
}

/** An edge of its own beside the system's, over the same store. */
async function startEdge(system: OwnSystem, memoryMb: number): Promise<Server & { child: ChildProcess }> {
  const port = randomInt(20_000, 32_000)
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'apps/edge/dist/bin/edge.js')], {
    env: { ...process.env, ...system.env, EDGE_PORT: String(port), EDGE_MEMORY_MB: String(memoryMb) },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await untilListening(port)
  const secret = system.env.PLAYBACK_SECRET ?? ''
  const token = signPlaybackToken({ secret, video: VIDEO, expiresAt: playbackExpiry(), sharing: 'shared' })
  const urls = names().map((name) => `http://127.0.0.1:${port}/v/${token}/${VIDEO}/r1/${name}`)
  return { urls, pid: child.pid ?? 0, child }
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
      const system = await startOwnSystem()
      const stops: (() => void)[] = []
      try {
        await placeObjects(system, folder)
        const nginx = await serveWithNginx(folder, randomInt(20_000, 32_000))
        stops.push(nginx.stop)
        const warm = await startEdge(system, 64)
        const cold = await startEdge(system, 0)
        stops.push(
          () => warm.child.kill('SIGTERM'),
          () => cold.child.kill('SIGTERM'),
        )
        const files = { urls: names().map((file) => `${nginx.url}/${file}`), pid: nginx.pid }
        const theirs = await megabytesPerCpuSecond(files, rangeSize)
        const ours = await megabytesPerCpuSecond(warm, rangeSize)
        const streamed = await megabytesPerCpuSecond(cold, rangeSize)
        return {
          figure: ours / theirs,
          against: `nginx 1.22 or later with sendfile from local files; the edge with its memory of 64 MB over ${OBJECTS} segments of 8 MB`,
          details: {
            nginx: `${theirs.toFixed(0)} MB a CPU second`,
            edge: `${ours.toFixed(0)} MB a CPU second`,
            'edge without memory, every range from the object store': `${streamed.toFixed(0)} MB a CPU second, ${(streamed / theirs).toFixed(3)} times nginx`,
          },
        }
      } finally {
        for (const stop of stops) stop()
        await system.stop()
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

/** The same bytes in the transcoded bucket and in a folder. */
async function placeObjects({ env }: OwnSystem, folder: string): Promise<void> {
  const store = createS3Store({
    endpoint: env.S3_ENDPOINT ?? '',
    region: env.S3_REGION ?? '',
    bucket: env.S3_BUCKET_TRANSCODED ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
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
