import { execFile } from 'node:child_process'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { REPOSITORY } from './repository.ts'
import { drawClip, X264 } from './stand-ins/draw-clip.ts'
import { keepFile } from './stand-ins/generated-files.ts'

const FOOTAGE = process.env.MARQUEE_FOOTAGE ?? path.join(REPOSITORY, '../shared/footage')

/**
 * A real clip's path, such as `zoo/d_random.mp4`; where it is missing, that of its stand-in, which has the same size,
 * rate and length, or the same fault.
 */
export async function footageOr(name: string, standIn: () => Promise<string>): Promise<string> {
  return (await clip(name)) ?? standIn()
}

async function clip(name: string): Promise<string | null> {
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
  const picture = [...X264, '-b:v', '3400k']
  return {
    file: await drawClip({ name: 'test-card.mp4', size: '1920x1080', rate: 25, frames: 62 * 25, picture }),
    name: 'generated test card 1080p25 62 s',
  }
}

/** The first 24 s of the main clip, packets as they are: every rung, in a third of the time. */
export async function shortMainClip(): Promise<string> {
  const { file } = await mainClip()
  const { size } = await stat(file)
  const cut = ['-t', '24', '-c', 'copy', '-map_metadata', '-1']
  return keepFile('main-24s.mp4', [file, String(size), ...cut], async (target) => {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-i', file, ...cut, target])
  })
}

/** {@link shortMainClip}, recorded upside down: nobody may watch its packets as they are, and each rung is turned. */
export async function turnedMainClip(): Promise<string> {
  const file = await shortMainClip()
  const turned = ['-c', 'copy', '-metadata:s:v:0', 'rotate=180']
  return keepFile('main-24s-turned.mp4', [path.basename(file), ...turned], async (target) => {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-i', file, ...turned, target])
  })
}

/** 60 s of noise at a constant 132 Mbit/s: a file of 1 GB (10⁹ bytes) within 2 %. */
export function gigabyteClip(): Promise<string> {
  const rate = '132M'
  const constant = [
    ...['-b:v', rate, '-minrate', rate, '-maxrate', rate, '-bufsize', rate],
    ...['-x264-params', 'nal-hrd=cbr'],
  ]
  const picture = [...X264, '-vf', 'noise=alls=40:allf=t', ...constant]
  return drawClip({ name: 'noise-1gb.mp4', size: '1920x1080', rate: 25, frames: 60 * 25, picture })
}

/** Four seconds, small enough for slow encoders while a test waits. */
export function codecClip(): Promise<string> {
  const picture = [...X264, '-b:v', '400k']
  return drawClip({ name: 'codecs.mp4', size: '640x360', rate: 25, frames: 4 * 25, picture })
}

/** Two seconds, for a great many of them. */
export function twoSecondClip(): Promise<string> {
  const picture = [...X264, '-b:v', '600k']
  return drawClip({ name: 'two-seconds.mp4', size: '854x480', rate: 25, frames: 2 * 25, picture })
}

/** Longer than any player buffers ahead, and small: one rung, encoded in seconds. */
export function longSmallClip(): Promise<string> {
  const picture = [...X264, '-b:v', '200k']
  return drawClip({ name: 'long-and-small.mp4', size: '426x240', rate: 25, frames: 120 * 25, picture })
}
