import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { closeDatabase, createDatabase, type Database } from '@marquee/domain'
import {
  type Installation,
  mainClip,
  signIn,
  startOwnSystem,
  tenMinuteClip,
  uploadFile,
} from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { type Cost, encodeBare } from './measure/bare-ffmpeg.ts'
import { medianOf } from './measure/median-of.ts'
import { onceFor } from './measure/once-for.ts'
import { presetOf } from './measure/preset-of.ts'
import { cpuSeconds, familyCpuSeconds } from './measure/process-usage.ts'
import { untilReady } from './measure/until-ready.ts'

/**
 * CPU seconds: `control` dispatches and completes, `media` runs the tasks with every ffmpeg, ffprobe and packager, `database` is
 * PostgreSQL, whoever asks it.
 */
type SystemCpu = { control: number; media: number; database: number }

async function systemCpu(installation: Installation): Promise<SystemCpu> {
  const [control = 0, media = 0] = await Promise.all(
    ['worker-control', 'worker-media'].map(async (name) => cpuSeconds(await installation.pidOf(name))),
  )
  return { control, media, database: await familyCpuSeconds(await installation.pidOf('postgres')) }
}

/**
 * `controlSeconds`: what of it dispatched and completed; `idleSeconds`: what that program takes in as long a time without work.
 * `databaseSeconds`: what PostgreSQL took besides, beyond what it takes idle.
 */
type Round = {
  pipeline: Cost & { controlSeconds: number; idleSeconds: number }
  databaseSeconds: number
  tasks: number
  /** The mean of one before and one after: what others do to the host comes and goes by the minute. */
  bare: Cost
}

/** What is measured for this long decides what the programs take while they wait. */
const IDLE_MS = 30_000

/** One run on a shared host says little: the same ffmpeg command took 79 to 102 CPU seconds within an hour. */
const ROUNDS = 5

/** What goes through which definition, and how often. */
type Subject = { film: typeof mainClip; definition: string; rounds: number }

const STANDARD_FILM: Subject = { film: mainClip, definition: 'standard', rounds: ROUNDS }
const UNDIVIDED_FILM: Subject = { film: mainClip, definition: 'undivided', rounds: ROUNDS }
const LONG_FILM: Subject = { film: tenMinuteClip, definition: 'standard', rounds: 1 }

const STANDARD = new URL('../../apps/worker/pipelines/standard.yaml', import.meta.url)

/** `standard`, but no film is cut into chunks. */
async function writeUndivided(folder: string): Promise<void> {
  const standard = await readFile(STANDARD, 'utf8')
  const renamed = standard.replace('name: standard', 'name: undivided')
  const undivided = renamed.replace('type: split\n', 'type: split\n    options: { chunked: false }\n')
  if (renamed === standard || undivided === renamed) throw new Error(`${STANDARD} is not written as it was.`)
  await writeFile(path.join(folder, 'undivided.yaml'), undivided)
}

/** The whole pipeline, from the store's answer to the last part to READY, and bare ffmpeg, by turns on an otherwise idle machine. */
const measure = onceFor(
  async (subject: Subject): Promise<{ rounds: Round[]; name: string; preset: string }> => {
    const clip = await subject.film()
    const folder = await mkdtemp(path.join(tmpdir(), 'marquee-definitions-'))
    await writeUndivided(folder)
    const system = await startOwnSystem({ env: { PIPELINES: folder } })
    const database = createDatabase(system.env.DATABASE_URL ?? '')
    const preset = presetOf(system)
    try {
      const creator = await signIn(system)
      const idleBefore = await systemCpu(system)
      await setTimeout(IDLE_MS)
      const idleAfter = await systemCpu(system)
      const idleIn = (part: keyof SystemCpu, seconds: number) =>
        ((idleAfter[part] - idleBefore[part]) / (IDLE_MS / 1000)) * seconds
      const rounds: Round[] = []
      let bareBefore = await encodeBare(clip.file, preset)
      while (rounds.length < subject.rounds) {
        const before = await systemCpu(system)
        const { videoId, lastByteAt } = await uploadFile(creator, clip.file, 'PUBLIC', subject.definition)
        await untilReady(system, creator, videoId)
        const wallSeconds = (performance.now() - lastByteAt) / 1000
        const after = await systemCpu(system)
        const controlSeconds = after.control - before.control
        const cpuSeconds = controlSeconds + after.media - before.media
        const idleSeconds = idleIn('control', wallSeconds)
        const tasks = await tasksOfNewestRun(database)
        const bareAfter = await encodeBare(clip.file, preset)
        rounds.push({
          pipeline: { wallSeconds, cpuSeconds, controlSeconds, idleSeconds },
          databaseSeconds: after.database - before.database - idleIn('database', wallSeconds),
          tasks,
          bare: meanOf(bareBefore, bareAfter),
        })
        bareBefore = bareAfter
      }
      return { rounds, name: clip.name, preset }
    } finally {
      await closeDatabase(database)
      await system.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

function meanOf(one: Cost, other: Cost): Cost {
  return {
    wallSeconds: (one.wallSeconds + other.wallSeconds) / 2,
    cpuSeconds: (one.cpuSeconds + other.cpuSeconds) / 2,
  }
}

/** With all pieces. */
async function tasksOfNewestRun(database: Database): Promise<number> {
  const [row] = await database.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int FROM pipeline_task
     WHERE run_id = (SELECT max(id) FROM pipeline_run) AND attempt > 0`
  return row?.count ?? Number.NaN
}

type Question = {
  name: string
  title: string
  unit: string
  atMost: number
  subject: Subject
  figure(round: Round): number
  against: string
}

function bench({ name, title, unit, atMost, subject, figure, against }: Question): Benchmark {
  return {
    ...{ name, title, unit, atMost, absolute: false },
    async run() {
      const { rounds, name, preset } = await measure(subject)
      const inWords = ({ pipeline, databaseSeconds, tasks, bare }: Round) =>
        [
          `${pipeline.cpuSeconds.toFixed(1)} CPU s (${pipeline.controlSeconds.toFixed(1)} of them to dispatch and complete, idle ${pipeline.idleSeconds.toFixed(1)}) in ${pipeline.wallSeconds.toFixed(1)} s`,
          `bare ${bare.cpuSeconds.toFixed(1)} in ${bare.wallSeconds.toFixed(1)}`,
          `PostgreSQL ${((databaseSeconds * 1000) / tasks).toFixed(0)} ms for each of ${tasks} tasks`,
        ].join(', ')
      return {
        figure: medianOf(rounds.map(figure)),
        against: `${against}; ${rounds.length > 1 ? `median of ${rounds.length} rounds by turns` : 'one round'}; ${name}, x264 ${preset}`,
        details: Object.fromEntries(rounds.map((round, index) => [`round ${index + 1}`, inWords(round)])),
      }
    },
  }
}

const BARE = 'one bare ffmpeg that decodes once and writes the same rungs and sounds'

const CPU = {
  ...{ unit: 'times', atMost: 1.1, against: BARE },
  figure: ({ pipeline, bare }: Round) => pipeline.cpuSeconds / bare.cpuSeconds,
}
const WALL = {
  ...{ unit: 'times', atMost: 1.15, against: BARE },
  figure: ({ pipeline, bare }: Round) => pipeline.wallSeconds / bare.wallSeconds,
}
const CONTROL = {
  ...{ unit: '%', atMost: 1, against: 'the CPU of the whole pipeline' },
  figure: ({ pipeline }: Round) =>
    (100 * (pipeline.controlSeconds - pipeline.idleSeconds)) / pipeline.cpuSeconds,
}

export const pipelineCpu = bench({
  ...{ name: 'pipeline-cpu', title: 'CPU of the whole pipeline, 1080p to 240p' },
  ...{ ...CPU, subject: STANDARD_FILM },
})
export const pipelineCpuUndivided = bench({
  ...{ name: 'pipeline-cpu-undivided', title: 'the same where the film is not cut into chunks' },
  ...{ ...CPU, subject: UNDIVIDED_FILM },
})
export const pipelineWall = bench({
  ...{ name: 'pipeline-wall', title: 'wall time of the whole pipeline, 1080p to 240p' },
  ...{ ...WALL, subject: STANDARD_FILM },
})
export const orchestration = bench({
  name: 'orchestration',
  title: 'what a run takes of the program that dispatches and completes, beyond what it takes idle',
  ...{ ...CONTROL, subject: STANDARD_FILM },
})
export const pipelineCpuLong = bench({
  name: 'pipeline-cpu-long',
  title: 'pipeline-cpu of ten minutes, one round; takes half an hour, together with the next two',
  ...{ ...CPU, subject: LONG_FILM },
})
export const pipelineWallLong = bench({
  ...{ name: 'pipeline-wall-long', title: 'pipeline-wall of ten minutes, by the same round' },
  ...{ ...WALL, subject: LONG_FILM },
})
export const orchestrationLong = bench({
  ...{ name: 'orchestration-long', title: 'orchestration of ten minutes, by the same round' },
  ...{ ...CONTROL, subject: LONG_FILM },
})
