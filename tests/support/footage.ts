import { execFile } from 'node:child_process'
import { access, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { REPOSITORY } from './repository.ts'

const FOOTAGE = process.env.MARQUEE_FOOTAGE ?? path.join(REPOSITORY, '../shared/footage')

/** A real clip's path, such as `zoo/d_random.mp4`; null where the footage folder is missing. */
export async function clip(name: string): Promise<string | null> {
  const file = path.join(FOOTAGE, name)
  return access(file).then(
    () => file,
    () => null,
  )
}

/** Big Buck Bunny, 1080p25, 62 s; where the footage folder is missing, a generated clip of that shape, named so. */
export async function mainClip(): Promise<{ file: string; name: string }> {
  const file = await clip('bbb_1080p25_62s.mp4')
  if (file) return { file, name: 'BBB 1080p25 62 s' }
  return {
    file: await generate('test-card.mp4', '1920x1080', 62, ['-b:v', '3400k']),
    name: 'generated test card 1080p25 62 s',
  }
}

/** 60 s of noise at a constant 132 Mbit/s: a file of 1 GB (10⁹ bytes) within 2 %. */
export function gigabyteClip(): Promise<string> {
  const rate = '132M'
  const constant = [
    '-b:v',
    rate,
    '-minrate',
    rate,
    '-maxrate',
    rate,
    '-bufsize',
    rate,
    '-x264-params',
    'nal-hrd=cbr',
  ]
  return generate('noise-1gb.mp4', '1920x1080', 60, ['-vf', 'noise=alls=40:allf=t', ...constant])
}

/** Longer than any player buffers ahead, and small: one rung, encoded in seconds. */
export function longSmallClip(): Promise<string> {
  return generate('long-and-small.mp4', '426x240', 120, ['-b:v', '200k'])
}

async function generate(name: string, size: string, seconds: number, video: string[]): Promise<string> {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'marquee-footage-')), name)
  const inputs = [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=s=${size}:r=25`,
    '-f',
    'lavfi',
    '-i',
    'sine=frequency=440:r=48000',
  ]
  const codecs = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac']
  await promisify(execFile)('ffmpeg', [
    '-v',
    'error',
    '-y',
    ...inputs,
    '-t',
    String(seconds),
    ...codecs,
    ...video,
    file,
  ])
  return file
}
