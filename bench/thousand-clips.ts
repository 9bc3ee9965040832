import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { closeDatabase, createDatabase, type Database } from '@marquee/domain'
import {
  type Client,
  type OwnSystem,
  REPOSITORY,
  signIn,
  startOwnSystem,
  twoSecondClip,
  uploadFile,
} from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { cpuSeconds } from './measure/process-usage.ts'

const CLIPS = 1_000
/** Creators who upload at once: each in turn, until all is there. */
const LANES = 4

type Count = {
  runs: number
  ready: number
  tries: number
  tasks: number
  publications: number
  shares: number[]
}

/** What deciding costs where deciding is nearly all there is: films of 2 s, one chunk and one rendition each. */
export const thousandClips: Benchmark = {
  name: 'thousand-clips',
  title: `what the dispatcher takes of the machine’s CPU while ${CLIPS.toLocaleString('en')} clips of 2 s go through quick on 2 workers; takes some 20 minutes`,
  unit: '%',
  atMost: 5,
  absolute: true,
  async run() {
    const clip = await twoSecondClip()
    const system = await startOwnSystem({
      args: ['--control-apart'],
      env: { API_ACCOUNT_BUDGET: '0', API_ADDRESS_BUDGET: '0' },
    })
    const database = createDatabase(system.env.DATABASE_URL ?? '')
    const second = await startWorker(system)
    try {
      const creator = await signIn(system)
      const [dispatcher, completion] = [
        await watchCpu(system, 'worker-dispatch'),
        await watchCpu(system, 'worker-complete'),
      ]
      const startedAt = performance.now()
      await uploadAll(creator, clip)
      const uploadedSeconds = (performance.now() - startedAt) / 1000
      const count = await untilAllEnded(database)
      const wallSeconds = (performance.now() - startedAt) / 1000
      const [cpu, cpuOfResults] = [await dispatcher(), await completion()]
      const inWords = (seconds: number) =>
        `${seconds.toFixed(1)} s, ${((1000 * seconds) / count.tasks).toFixed(1)} ms for each of ${count.tasks} tasks`
      requireEachOnce(count)
      return {
        figure: (100 * cpu) / (wallSeconds * availableParallelism()),
        against: `all of its ${availableParallelism()} processors; ${CLIPS} clips, each ready once; releases and sweeps included`,
        details: {
          'clips ready': count.ready,
          'all uploaded after': `${uploadedSeconds.toFixed(0)} s`,
          'all ready after': `${wallSeconds.toFixed(0)} s`,
          'CPU of the dispatcher': inWords(cpu),
          'CPU of the completion handler': inWords(cpuOfResults),
          'tasks of each worker': count.shares.join(', '),
          'tries beyond the first': count.tries - count.tasks,
        },
      }
    } finally {
      await second.stop()
      await closeDatabase(database)
      await system.stop()
    }
  },
}

/** Resolves with what tells the CPU seconds that one of its programs takes from now on. */
async function watchCpu(system: OwnSystem, program: string): Promise<() => Promise<number>> {
  const pid = await system.pidOf(program)
  const before = await cpuSeconds(pid)
  return async () => (await cpuSeconds(pid)) - before
}

async function uploadAll(creator: Client, clip: string): Promise<void> {
  let left = CLIPS
  const lane = async () => {
    while (left-- > 0) await uploadFile(creator, clip, 'PRIVATE', 'quick')
  }
  await Promise.all(Array.from({ length: LANES }, lane))
}

/** A second process beside the system's own; it encodes and does light tasks. */
async function startWorker({ env, home }: OwnSystem): Promise<{ stop(): Promise<void> }> {
  const scratch = path.join(home, 'second-worker')
  await mkdir(scratch, { recursive: true })
  const roles = { WORKER_ROLES: 'encode,light', WORKER_HEALTH_PORT: '0', WORKER_SCRATCH: scratch }
  const child = spawn(process.execPath, [path.join(REPOSITORY, 'apps/worker/dist/bin/worker.js')], {
    env: { ...process.env, ...env, ...roles },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return {
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

async function untilAllEnded(database: Database): Promise<Count> {
  for (;;) {
    const [left] = await database.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int FROM pipeline_run WHERE ended_at IS NULL`
    if (left?.count === 0) break
    await setTimeout(1_000)
  }
  const [count] = await database.$queryRaw<Count[]>`
    SELECT (SELECT count(*) FROM pipeline_run)::int AS runs,
           (SELECT count(*) FROM video WHERE status = 'ready')::int AS ready,
           (SELECT count(*) FROM pipeline_task WHERE type = 'publish' AND status = 'succeeded')::int AS publications,
           ARRAY(SELECT count(*)::int FROM pipeline_task WHERE worker IS NOT NULL GROUP BY worker ORDER BY 1 DESC) AS shares,
           (SELECT sum(attempt) FROM pipeline_task)::int AS tries,
           (SELECT count(*) FROM pipeline_task WHERE attempt > 0)::int AS tasks`
  if (!count) throw new Error('PostgreSQL counted nothing')
  return count
}

/** None lost, none doubled: as many runs, publications and ready videos as clips. */
function requireEachOnce({ runs, ready, publications }: Count): void {
  if (runs !== CLIPS || ready !== CLIPS || publications !== CLIPS)
    throw new Error(`${CLIPS} clips: ${runs} runs, ${ready} ready, ${publications} publications`)
}
