import { X264_PRESETS } from '@marquee/media'
import { type Installation, mainClip, signIn, startOwnSystem, uploadFile } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { type Cost, encodeBare } from './measure/bare-ffmpeg.ts'
import { medianOf } from './measure/median-of.ts'
import { cpuSeconds } from './measure/process-usage.ts'
import { untilReady } from './measure/until-ready.ts'

/** Both worker programs and every ffmpeg, ffprobe and packager they waited for. */
const WORKERS = ['worker-control', 'worker-media']

async function workerCpu(installation: Installation): Promise<number> {
  const seconds = await Promise.all(WORKERS.map(async (name) => cpuSeconds(await installation.pidOf(name))))
  return seconds.reduce((sum, value) => sum + value, 0)
}

type Round = { pipeline: Cost; bare: Cost }

/** One run on a shared host says little: the same ffmpeg command took 30 to 35 CPU seconds within an hour. */
const ROUNDS = 3

/** The whole pipeline, from the store's answer to the last part to READY, and bare ffmpeg, by turns on an otherwise idle machine. */
async function measure(): Promise<{ rounds: Round[]; name: string; preset: string }> {
  const clip = await mainClip()
  const system = await startOwnSystem()
  const preset = X264_PRESETS.find((known) => known === system.env.ENCODE_PRESET) ?? 'veryfast'
  try {
    const creator = await signIn(system)
    const rounds: Round[] = []
    while (rounds.length < ROUNDS) {
      const cpuBefore = await workerCpu(system)
      const { videoId, lastByteAt } = await uploadFile(creator, clip.file)
      await untilReady(system, creator, videoId)
      const pipeline = {
        wallSeconds: (performance.now() - lastByteAt) / 1000,
        cpuSeconds: (await workerCpu(system)) - cpuBefore,
      }
      rounds.push({ pipeline, bare: await encodeBare(clip.file, preset) })
    }
    return { rounds, name: clip.name, preset }
  } finally {
    await system.stop()
  }
}

function against(name: string, title: string, field: keyof Cost, atMost: number): Benchmark {
  return {
    name,
    title,
    unit: 'times',
    atMost,
    absolute: false,
    async run() {
      const { rounds, name, preset } = await measure()
      const inWords = ({ pipeline, bare }: Round) =>
        `${pipeline.cpuSeconds.toFixed(1)} CPU s in ${pipeline.wallSeconds.toFixed(1)} s, bare ${bare.cpuSeconds.toFixed(1)} in ${bare.wallSeconds.toFixed(1)}`
      return {
        figure: medianOf(rounds.map(({ pipeline, bare }) => pipeline[field] / bare[field])),
        against: `one bare ffmpeg that decodes once and writes the same rungs and sounds; median of ${ROUNDS} rounds by turns; ${name}, x264 ${preset}`,
        details: Object.fromEntries(rounds.map((round, index) => [`round ${index + 1}`, inWords(round)])),
      }
    },
  }
}

export const pipelineCpu = against(
  'pipeline-cpu',
  'CPU of the whole pipeline, 1080p to 240p',
  'cpuSeconds',
  1.1,
)
export const pipelineWall = against(
  'pipeline-wall',
  'wall time of the whole pipeline, 1080p to 240p',
  'wallSeconds',
  1.15,
)
