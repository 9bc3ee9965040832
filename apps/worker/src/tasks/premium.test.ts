import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, copyRevision, runAll, upload } from './testing/run-tasks.ts'

const ENCODES = ['encode-h264', 'encode-hevc', 'encode-vp9', 'encode-av1']
const CODECS = { avc1: 'h264', hvc1: 'hevc', vp09: 'vp9', av01: 'av1' }

const bench = keepTaskBench('premium')

/** Its long form (`npm run test:long`) has rungs of two rates in each codec. */
const CLIP = process.env.MARQUEE_LONG
  ? { name: 'premium-720p60.mp4', size: '1280x720', rate: 60, seconds: 4 }
  : { name: 'premium-360p25.mp4', size: '640x360', rate: 25, seconds: 2 }

interface ProbedPicture {
  readonly codec_name: string
  readonly codec_tag_string: string
  readonly width: number
  readonly height: number
  readonly pix_fmt: string
  readonly avg_frame_rate: string
  readonly start_time: string
  readonly nb_read_frames: string
}

async function probePicture(path: string): Promise<ProbedPicture> {
  const entries = 'codec_name,codec_tag_string,width,height,pix_fmt,avg_frame_rate,start_time,nb_read_frames'
  const { stdout } = await execa('ffprobe', [
    ...['-v', 'error', '-count_frames', '-select_streams', 'v:0', '-show_entries', `stream=${entries}`],
    ...['-of', 'json', path],
  ])
  const { streams } = JSON.parse(stdout) as { streams: ProbedPicture[] }
  return streams[0] ?? expect.fail(`${path} has no picture`)
}

describe('premium', () => {
  it('is one presentation in four codecs, whole in each', { timeout: 600_000 }, async () => {
    const { name, size, rate, seconds } = CLIP
    const clip = await makeClip(name, [
      ...[
        '-f',
        'lavfi',
        '-i',
        `testsrc2=s=${size}:r=${rate}:d=${seconds}`,
        '-f',
        'lavfi',
        '-i',
        `sine=d=${seconds}`,
      ],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
    ])
    const source = await upload(bench, clip)
    await runAll(bench, source, ['inspect', 'split', 'audio', ...ENCODES, 'package', 'storyboard', 'publish'])
    const { rungs } = artefactOf(source, 'stream')
    const { revision, renditions } = artefactOf(source, 'publication')
    expect(renditions.map((rendition) => rendition.name)).toEqual([
      ...rungs.map((rung) => rung.name),
      ...['audio', 'opus'],
    ])
    const folder = await copyRevision(bench, revision)
    for (const rung of rungs) {
      const found = renditions.find((rendition) => rendition.name === rung.name)
      const family = found?.codec.slice(0, 4) ?? ''
      expect({ ...CODECS }[family], found?.codec).toBe(rung.codec)
      const { numerator, denominator } = rung.frameRate
      expect(await probePicture(join(folder, `${rung.name}.m3u8`)), rung.name).toEqual({
        codec_name: rung.codec,
        codec_tag_string: family,
        width: rung.width,
        height: rung.height,
        pix_fmt: 'yuv420p',
        avg_frame_rate: `${numerator}/${denominator}`,
        start_time: '0.000000',
        nb_read_frames: String((seconds * numerator) / denominator),
      })
    }
    await rm(folder, { recursive: true })
  })
})
