import { fileURLToPath } from 'node:url'
import { closeDatabase, createDatabase, type Database } from '@marquee/domain'
import { mainClip, signIn, startOwnSystem, uploadFile } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { presetOf } from './measure/preset-of.ts'
import { untilReady } from './measure/until-ready.ts'

const EXAMPLES = fileURLToPath(new URL('../../docs/examples', import.meta.url))

/** CPU seconds of a run's task, in all of its pieces and attempts. */
type Spent = { probing: number; encoding: number }

export const probeScenes: Benchmark = {
  name: 'probe-scenes',
  title: 'CPU of the look at a few scenes of a film of a minute, as a share of its encode',
  unit: 'of the encode',
  absolute: false,
  atMost: 0.35,
  async run() {
    const clip = await mainClip()
    const system = await startOwnSystem({ env: { PIPELINES: EXAMPLES } })
    const database = createDatabase(system.env.DATABASE_URL ?? '')
    try {
      const creator = await signIn(system)
      const { videoId } = await uploadFile(creator, clip.file, 'PUBLIC', 'content-aware')
      await untilReady(system, creator, videoId)
      const { probing, encoding } = await spentOn(database)
      return {
        figure: probing / encoding,
        against: `all chunks of the same run; ${clip.name}, x264 ${presetOf(system)}`,
        details: { 'scenes, CPU s': probing.toFixed(1), 'encode, CPU s': encoding.toFixed(1) },
      }
    } finally {
      await closeDatabase(database)
      await system.stop()
    }
  },
}

/** Of the only run. */
async function spentOn(database: Database): Promise<Spent> {
  const [spent] = await database.$queryRaw<Spent[]>`
    SELECT sum(cpu_seconds) FILTER (WHERE node = 'probe-scenes')::float8 AS probing,
           sum(cpu_seconds) FILTER (WHERE node = 'encode')::float8 AS encoding
      FROM pipeline_task`
  if (!spent) throw new Error('PostgreSQL counted nothing')
  return spent
}
