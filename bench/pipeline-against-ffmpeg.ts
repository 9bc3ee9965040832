import { X264_PRESETS } from '@marquee/media'
import { type Installation, mainClip, signIn, startOwnSystem, uploadFile } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { type Cost, encodeBare } from './measure/bare-ffmpeg.ts'
import { cpuSeconds } from './measure/process-usage.ts'
import { untilReady } from './measure/until-ready.ts'

/** Both worker programs and every ffmpeg, ffprobe and packager they waited for. */
const WORKERS = ['worker-control', 'worker-media']

async function workerCpu(installation: Installation): Promise<number> {
  const seconds = await Promise.all(WORKERS.map(async (name) => cpuSeconds(await installation.pidOf(name))))
  return seconds.reduce((sum, value) => sum + value, 0)
}

/** The whole pipeline, from the store's answer to the last part to READY, and then bare ffmpeg, on an otherwise idle machine. */
async function measure(): Promise<{ pipeline: Cost; bare: Cost; name: string; preset: string }> {
  const clip = await mainClip()
  const system = await startOwnSystem()
  const preset = X264_PRESETS.find((known) => known === system.env.ENCODE_PRESET) ?? 'veryfast'
  let pipeline: Cost
  try {
    const creator = await signIn(system)
    const cpuBefore = await workerCpu(system)
    const { videoId, lastByteAt } = await uploadFile(creator, clip.file)
    await untilReady(system, creator, videoId)
    pipeline = {
      wallSeconds: (performance.now() - lastByteAt) / 1000,
      cpuSeconds: (await workerCpu(system)) - cpuBefore,
    }
  } finally {
    await system.stop()
  }
  return { pipeline, bare: await encodeBare(clip.file, preset), name: clip.name, preset }
}

function against(name: string, title: string, field: keyof Cost, atMost: number): Benchmark {
  return {
    name,
    title,
    unit: 'times',
    atMost,
    absolute: false,
    async run() {
      const { pipeline, bare, name, preset } = await measure()
      return {
        figure: pipeline[field] / bare[field],
        against: `one bare ffmpeg that decodes once and writes the same rungs and sound; ${name}, x264 ${preset}`,
        details: {
          'pipeline, CPU s': pipeline.cpuSeconds.toFixed(1),
          'bare ffmpeg, CPU s': bare.cpuSeconds.toFixed(1),
          'pipeline, wall s': pipeline.wallSeconds.toFixed(1),
          'bare ffmpeg, wall s': bare.wallSeconds.toFixed(1),
        },
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
