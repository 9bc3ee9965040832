import { execFile } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { countFrames, currentInstallation, footageOr, probe, uploadByCli } from './support/index.ts'
import {
  cameraClip,
  filmToTrim,
  silentClip,
  uprightClip,
  wideSampleClip,
} from './support/stand-ins/good-clips.ts'

/** Real footage, its stand-in, and what the renditions of both must be. */
const CLIPS = [
  {
    footage: 'car-detection.mp4',
    standIn: cameraClip,
    rendition: { seconds: 30.2, top: [640, 360], rate: 12.5, audio: true, frames: 377 },
  },
  {
    footage: 'l2_train_ad.mp4',
    standIn: silentClip,
    rendition: { seconds: 10, top: [640, 360], rate: 30, audio: false, frames: 300 },
  },
  {
    footage: 'zoo/mb_rotate-buck-bunny.mp4',
    standIn: uprightClip,
    rendition: { seconds: 1.96, top: [1080, 1920], rate: 24, audio: true, frames: 47 },
  },
  {
    footage: 'zoo/mb_sar_2x1.mp4',
    standIn: wideSampleClip,
    rendition: { seconds: 5, top: [1280, 360], rate: 30, audio: false, frames: 150 },
  },
] as const

/** ffprobe 5 cuts an MPD's duration to whole seconds; the manifest itself is exact. */
async function statedSeconds(manifest: string): Promise<number> {
  const text = await (await fetch(manifest)).text()
  const [, minutes = 0, seconds = Number.NaN] =
    /mediaPresentationDuration="PT(?:(\d+)M)?([\d.]+)S"/.exec(text)?.map(Number) ?? []
  return (minutes || 0) * 60 + seconds
}

for (const { footage, standIn, rendition } of CLIPS) {
  test(`marquee upload ${footage}: HLS and DASH play end to end in ffprobe`, async () => {
    const { seconds, top, rate, audio, frames } = rendition
    const source = await footageOr(footage, standIn)
    const { exitCode, line } = await uploadByCli(await currentInstallation(), source)
    expect(line).toMatchObject({ status: 'ready', errorCode: null })
    expect(exitCode).toBe(0)

    for (const url of [line.hls, line.dash]) {
      const { streams, format } = await probe(url ?? '')
      const videos = streams.filter((stream) => stream.codec_type === 'video')
      const largest = videos.reduce((a, b) => ((a.height ?? 0) > (b.height ?? 0) ? a : b))
      expect([largest.width, largest.height]).toEqual(top)
      expect(videos.every((stream) => ['1:1', undefined].includes(stream.sample_aspect_ratio))).toBe(true)
      expect(videos.every((stream) => !stream.side_data_list?.some(({ rotation }) => rotation))).toBe(true)
      const [numerator = 0, denominator = 1] = largest.r_frame_rate.split('/').map(Number)
      expect(numerator / denominator).toBeCloseTo(rate, 1)
      expect(streams.some((stream) => stream.codec_type === 'audio')).toBe(audio)
      expect(Math.abs(Number(format.duration) - seconds)).toBeLessThan(url === line.dash ? 1 : 0.1)
    }
    expect(Math.abs((await statedSeconds(line.dash ?? '')) - seconds)).toBeLessThan(0.1)
    expect(await countFrames(line.hls ?? '')).toBe(frames)
    expect(await countFrames(line.dash ?? '')).toBe(frames)
  })
}

test('a trimmed recording keeps its frames and its length', async () => {
  const source = await footageOr('bbb_1080p25_62s.mp4', filmToTrim)
  const trimmed = path.join(await mkdtemp(path.join(tmpdir(), 'marquee-')), 'trimmed.mp4')
  await promisify(execFile)('ffmpeg', [
    '-v',
    'error',
    '-ss',
    '10',
    '-t',
    '4',
    '-i',
    source,
    '-c',
    'copy',
    trimmed,
  ])
  const { line } = await uploadByCli(await currentInstallation(), trimmed)
  expect(line).toMatchObject({ status: 'ready', errorCode: null })
  expect(Number((await probe(line.hls ?? '')).format.duration)).toBeCloseTo(4.1, 0)
  // The cut leaves holes where a frame's reference was lost; a constant rate fills them.
  const shown = await countFrames(trimmed)
  expect(await countFrames(line.hls ?? '')).toBeGreaterThanOrEqual(shown)
  expect(await countFrames(line.hls ?? '')).toBeLessThan(shown + 5)
})
