import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { X264_PRESETS } from '@marquee/media'
import { type Installation, mainClip, signIn, startOwnSystem, uploadFile } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { type Cost, encodeBare } from './measure/bare-ffmpeg.ts'
import { medianOf } from './measure/median-of.ts'
import { onceFor } from './measure/once-for.ts'
import { cpuSeconds } from './measure/process-usage.ts'
import { untilReady } from './measure/until-ready.ts'

/** CPU seconds: `control` dispatches and completes, `media` runs the tasks with every ffmpeg, ffprobe and packager. */
type WorkerCpu = { control: number; media: number }

async function workerCpu(installation: Installation): Promise<WorkerCpu> {
  const [control = 0, media = 0] = await Promise.all(
    ['worker-control', 'worker-media'].map(async (name) => cpuSeconds(await installation.pidOf(name))),
  )
  return { control, media }
}

/** `controlSeconds`: what of it dispatched and completed; `idleSeconds`: what that program takes in as long a time without work. */
type Round = { pipeline: Cost & { controlSeconds: number; idleSeconds: number }; bare: Cost }

/** What is measured for this long decides what the programs take while they wait. */
const IDLE_MS = 30_000

/** One run on a shared host says little: the same ffmpeg command took 30 to 35 CPU seconds within an hour. */
const ROUNDS = 3

const STANDARD = new URL('../../apps/worker/pipelines/standard.yaml', import.meta.url)

/** `standard`, but no film is cut into chunks. */
async function writeUndivided(folder: string): Promise<void> {
  const standard = await readFile(STANDARD, 'utf8')
  const undivided = standard
    .replace('name: standard', 'name: undivided')
    .replace('type: split\n', 'type: split\n    options: { chunked: false }\n')
  await writeFile(path.join(folder, 'undivided.yaml'), undivided)
}

/** The whole pipeline, from the store's answer to the last part to READY, and bare ffmpeg, by turns on an otherwise idle machine. */
const measure = onceFor(
  async (definition: string): Promise<{ rounds: Round[]; name: string; preset: string }> => {
    const clip = await mainClip()
    const folder = await mkdtemp(path.join(tmpdir(), 'marquee-definitions-'))
    await writeUndivided(folder)
    const system = await startOwnSystem({ env: { PIPELINES: folder } })
    const preset = X264_PRESETS.find((known) => known === system.env.ENCODE_PRESET) ?? 'veryfast'
    try {
      const creator = await signIn(system)
      const idleBefore = await workerCpu(system)
      await setTimeout(IDLE_MS)
      const idlePerSecond = ((await workerCpu(system)).control - idleBefore.control) / (IDLE_MS / 1000)
      const rounds: Round[] = []
      while (rounds.length < ROUNDS) {
        const before = await workerCpu(system)
        const { videoId, lastByteAt } = await uploadFile(creator, clip.file, 'PUBLIC', definition)
        await untilReady(system, creator, videoId)
        const wallSeconds = (performance.now() - lastByteAt) / 1000
        const after = await workerCpu(system)
        const controlSeconds = after.control - before.control
        const cpuSeconds = controlSeconds + after.media - before.media
        const idleSeconds = idlePerSecond * wallSeconds
        rounds.push({
          pipeline: { wallSeconds, cpuSeconds, controlSeconds, idleSeconds },
          bare: await encodeBare(clip.file, preset),
        })
      }
      return { rounds, name: clip.name, preset }
    } finally {
      await system.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

type Question = {
  name: string
  title: string
  unit: string
  atMost: number
  definition: string
  figure(round: Round): number
  against: string
}

function bench({ name, title, unit, atMost, definition, figure, against }: Question): Benchmark {
  return {
    ...{ name, title, unit, atMost, absolute: false },
    async run() {
      const { rounds, name, preset } = await measure(definition)
      const inWords = ({ pipeline, bare }: Round) =>
        `${pipeline.cpuSeconds.toFixed(1)} CPU s (${pipeline.controlSeconds.toFixed(1)} of them to dispatch and complete, idle ${pipeline.idleSeconds.toFixed(1)}) in ${pipeline.wallSeconds.toFixed(1)} s, bare ${bare.cpuSeconds.toFixed(1)} in ${bare.wallSeconds.toFixed(1)}`
      return {
        figure: medianOf(rounds.map(figure)),
        against: `${against}; median of ${ROUNDS} rounds by turns; ${name}, x264 ${preset}`,
        details: Object.fromEntries(rounds.map((round, index) => [`round ${index + 1}`, inWords(round)])),
      }
    },
  }
}

const BARE = 'one bare ffmpeg that decodes once and writes the same rungs and sounds'

export const pipelineCpu = bench({
  ...{ name: 'pipeline-cpu', title: 'CPU of the whole pipeline, 1080p to 240p', unit: 'times', atMost: 1.1 },
  definition: 'standard',
  figure: ({ pipeline, bare }) => pipeline.cpuSeconds / bare.cpuSeconds,
  against: BARE,
})
export const pipelineCpuUndivided = bench({
  name: 'pipeline-cpu-undivided',
  title: 'the same where the film is not cut into chunks',
  ...{ unit: 'times', atMost: 1.1, definition: 'undivided' },
  figure: ({ pipeline, bare }) => pipeline.cpuSeconds / bare.cpuSeconds,
  against: BARE,
})
export const pipelineWall = bench({
  ...{
    name: 'pipeline-wall',
    title: 'wall time of the whole pipeline, 1080p to 240p',
    unit: 'times',
    atMost: 1.15,
  },
  definition: 'standard',
  figure: ({ pipeline, bare }) => pipeline.wallSeconds / bare.wallSeconds,
  against: BARE,
})
export const orchestration = bench({
  name: 'orchestration',
  title: 'what a run takes of the program that dispatches and completes, beyond what it takes idle',
  ...{ unit: '%', atMost: 1, definition: 'standard' },
  figure: ({ pipeline }) => (100 * (pipeline.controlSeconds - pipeline.idleSeconds)) / pipeline.cpuSeconds,
  against: 'the CPU of the whole pipeline',
})
