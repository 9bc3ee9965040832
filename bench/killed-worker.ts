import { setTimeout } from 'node:timers/promises'
import { closeDatabase, createDatabase, type Database } from '@marquee/domain'
import {
  type Client,
  mainClip,
  type OwnSystem,
  signIn,
  startOwnSystem,
  uploadFile,
} from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { untilReady } from './measure/until-ready.ts'

type Encode = { name: string; seconds: number }

/** What a worker that is killed in the middle of a chunk costs a run, beyond doing that chunk again. */
export const killedWorker: Benchmark = {
  name: 'killed-worker',
  title: 'what kill -9 of the worker in mid-chunk adds to a run, beyond the longest chunk’s encode',
  unit: 's',
  atMost: 5,
  absolute: true,
  async run() {
    const clip = await mainClip()
    const system = await startOwnSystem()
    const database = createDatabase(system.env.DATABASE_URL ?? '')
    try {
      const creator = await signIn(system)
      const undisturbed = await timed(system, creator, clip.file)
      const longest = Math.max(...(await encodesOf(database)).map(({ seconds }) => seconds))
      const killed = await timed(system, creator, clip.file, async () => {
        await untilMidChunk(database)
        process.kill(await system.pidOf('worker-media'), 'SIGKILL')
      })
      return {
        figure: killed - undisturbed - longest,
        against: `the same upload undisturbed, and the encode of its longest chunk; ${clip.name}, one worker, which is started again`,
        details: {
          undisturbed: `${undisturbed.toFixed(1)} s`,
          killed: `${killed.toFixed(1)} s`,
          'longest chunk': `${longest.toFixed(1)} s`,
        },
      }
    } finally {
      await closeDatabase(database)
      await system.stop()
    }
  },
}

/** Seconds from the store's answer to the last part until the video is ready. */
async function timed(
  system: OwnSystem,
  creator: Client,
  file: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<number> {
  const { videoId, lastByteAt } = await uploadFile(creator, file)
  await Promise.all([untilReady(system, creator, videoId), meanwhile()])
  return (performance.now() - lastByteAt) / 1000
}

/** Of the newest run. */
function encodesOf(database: Database): Promise<Encode[]> {
  return database.$queryRaw<Encode[]>`
    SELECT name, extract(epoch FROM ended_at - started_at)::float8 AS seconds FROM pipeline_task
     WHERE run_id = (SELECT max(id) FROM pipeline_run) AND node = 'encode' AND item IS NOT NULL`
}

/** Resolves when a chunk that is neither the first nor nearly done is being encoded. */
async function untilMidChunk(database: Database): Promise<void> {
  for (;;) {
    const [found] = await database.$queryRaw<unknown[]>`
      SELECT 1 FROM pipeline_task
       WHERE run_id = (SELECT max(id) FROM pipeline_run) AND node = 'encode' AND item > 0
         AND status = 'running' AND fraction BETWEEN 0.3 AND 0.9`
    if (found) return
    await setTimeout(100)
  }
}
