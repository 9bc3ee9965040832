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

const CLIPS = 100
/** Creators who upload at once: each in turn, until all is there. */
const LANES = 4

type Count = { runs: number; ready: number; tries: number; tasks: number; published: number; doubled: number }

/** What deciding costs where deciding is nearly all there is: films of 2 s, one chunk and one rendition each. */
export const thousandClips: Benchmark = {
  name: 'thousand-clips',
  title: `what the dispatcher takes of the machine’s CPU while ${CLIPS.toLocaleString('en')} clips of 2 s go through quick on 2 workers; takes most of an hour`,
  unit: '%',
  atMost: 5,
  absolute: true,
  async run() {
    const clip = await twoSecondClip()
    const system = await startOwnSystem({ env: { API_ACCOUNT_BUDGET: '0', API_ADDRESS_BUDGET: '0' } })
    const database = createDatabase(system.env.DATABASE_URL ?? '')
    const second = await startWorker(system)
    try {
      const creator = await signIn(system)
      const dispatcher = await system.pidOf('worker-control')
      const [cpuBefore, startedAt] = [await cpuSeconds(dispatcher), performance.now()]
      await uploadAll(creator, clip)
      const uploadedSeconds = (performance.now() - startedAt) / 1000
      const count = await untilAllEnded(database)
      const wallSeconds = (performance.now() - startedAt) / 1000
      const cpu = (await cpuSeconds(dispatcher)) - cpuBefore
      requireEachOnce(count)
      return {
        figure: (100 * cpu) / (wallSeconds * availableParallelism()),
        against: `all of its ${availableParallelism()} processors; ${CLIPS} clips, each ready once; release, results and sweeps included`,
        details: {
          'clips ready': count.ready,
          'all uploaded after': `${uploadedSeconds.toFixed(0)} s`,
          'all ready after': `${wallSeconds.toFixed(0)} s`,
          'CPU of the dispatcher': `${cpu.toFixed(1)} s, ${((1000 * cpu) / count.tasks).toFixed(1)} ms for each of ${count.tasks} tasks`,
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
           (SELECT count(DISTINCT video_id) FROM rendition)::int AS published,
           (SELECT count(*) FROM (SELECT FROM rendition GROUP BY video_id, name HAVING count(*) > 1))::int AS doubled,
           (SELECT sum(attempt) FROM pipeline_task)::int AS tries,
           (SELECT count(*) FROM pipeline_task WHERE attempt > 0)::int AS tasks`
  if (!count) throw new Error('PostgreSQL counted nothing')
  return count
}

/** None lost: as many runs, ready videos and published ones as clips. None doubled: no rendition in two revisions. */
function requireEachOnce({ runs, ready, published, doubled }: Count): void {
  if (runs !== CLIPS || ready !== CLIPS || published !== CLIPS || doubled > 0)
    throw new Error(
      `${CLIPS} clips: ${runs} runs, ${ready} ready, ${published} published, ${doubled} renditions twice`,
    )
}
