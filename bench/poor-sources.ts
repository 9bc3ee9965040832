import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { bareEncodeArguments, type Rung, type SourceFacts, selectRungs } from '@marquee/media'
import { mainClip } from '@marquee/tests/support'
import type { Benchmark } from './benchmark.ts'
import { factsOf } from './measure/bare-ffmpeg.ts'

/** By name; what an editor or a telephone would have written with far too few bits. */
const POOR: Readonly<Record<string, readonly string[]>> = {
  h264: ['-c:v', 'libx264'],
  hevc: ['-c:v', 'libx265', '-preset', 'fast', '-x265-params', 'log-level=none'],
  vp9: ['-c:v', 'libvpx-vp9', '-cpu-used', '5', '-row-mt', '1'],
  av1: ['-c:v', 'libsvtav1', '-preset', '9', '-svtav1-params', 'rc=1'],
}
/** Eight seconds from here, a twelfth of what the ladder's 1080p may take. */
const EXCERPT = ['-ss', '20', '-t', '8']
const POOR_KBPS = 500

export const poorSources: Benchmark = {
  name: 'poor-sources',
  title: 'SSIM that the highest rung of a poor source loses by its ceiling, at worst',
  unit: 'SSIM',
  absolute: true,
  atMost: 0.005,
  async run() {
    const clip = await mainClip()
    const folder = await mkdtemp(path.join(tmpdir(), 'marquee-poor-'))
    const found: (readonly [string, Trial])[] = []
    try {
      for (const codec of Object.keys(POOR)) found.push([codec, await tryCodec(clip.file, codec, folder)])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    return {
      figure: Math.max(...found.map(([, { free, capped }]) => free.ssim - capped.ssim)),
      against: `crf below the step's own ceiling; 8 s of ${clip.name} at ${POOR_KBPS} kbit/s, x264 veryfast`,
      details: Object.fromEntries(found.map(([codec, trial]) => [codec, inWords(trial)])),
    }
  },
}

interface Encoded {
  readonly ceiling: number
  readonly facts: SourceFacts
  /** To the source, luma, 0 to 1. */
  readonly ssim: number
}

interface Trial {
  readonly source: SourceFacts
  readonly free: Encoded
  readonly capped: Encoded
}

async function tryCodec(film: string, codec: string, folder: string): Promise<Trial> {
  const file = path.join(folder, `${codec}.mkv`)
  const encoder = [...(POOR[codec] ?? []), '-b:v', `${POOR_KBPS}k`, '-g', '250']
  await ffmpeg(['-y', ...EXCERPT, '-i', film, '-map', '0:v:0', ...encoder, file], folder)
  const source = await factsOf(file)
  const unmeasured = { ...source, video: { ...source.video, peakBitrate: 0 } }
  return {
    source,
    free: await encode(file, source, highestOf(unmeasured)),
    capped: await encode(file, source, highestOf(source)),
  }
}

function highestOf(facts: SourceFacts): Rung {
  const [rung] = selectRungs(facts, { rungs: 1 })
  if (!rung) throw new Error('A ladder has at least one rung')
  return rung
}

async function encode(source: string, facts: SourceFacts, rung: Rung): Promise<Encoded> {
  const folder = path.dirname(source)
  await ffmpeg(bareEncodeArguments({ source, facts, rungs: [rung], preset: 'veryfast', sounds: [] }), folder)
  const file = path.join(folder, `${rung.name}.mp4`)
  const inputs = ['-i', file, '-i', source]
  const stderr = await ffmpeg([...inputs, '-lavfi', '[0:v][1:v]ssim', '-f', 'null', '-'], folder)
  const [, ssim] = /SSIM Y:([\d.]+)/.exec(stderr) ?? []
  if (ssim === undefined) throw new Error(`ffmpeg compared nothing:\n${stderr}`)
  return { ceiling: rung.maxRateKbps, facts: await factsOf(file), ssim: Number(ssim) }
}

async function ffmpeg(args: readonly string[], cwd: string): Promise<string> {
  return (await promisify(execFile)('ffmpeg', ['-hide_banner', ...args], { cwd, maxBuffer: 2 ** 26 })).stderr
}

function inWords({ source, free, capped }: Trial): string {
  const rates = ({ video }: SourceFacts) =>
    `${Math.round(video.bitrate / 1000)} (at most ${Math.round(video.peakBitrate / 1000)})`
  const one = ({ ceiling, facts, ssim }: Encoded) => `${rates(facts)} below ${ceiling}, SSIM ${ssim}`
  return `${rates(source)} kbit/s → ${one(free)}; ${one(capped)}`
}
