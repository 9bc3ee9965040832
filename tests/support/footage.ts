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

/** The last has no sound. */
const REAL_CLIPS = ['bbb_1080p25_62s.mp4', 'sintel_trailer-720p.mp4', 'car-detection.mp4', 'l2_train_ad.mp4']
const TEN_MINUTES_S = 600

/**
 * The real clips one after another, again and again for ten minutes, made alike by one encode; where one of them is missing, a
 * generated clip of that shape, named so.
 */
export async function tenMinuteClip(): Promise<{ file: string; name: string }> {
  const files = (await Promise.all(REAL_CLIPS.map(clip))).filter((file) => file !== null)
  if (files.length === REAL_CLIPS.length) {
    const file = await repeatInTurn(files)
    return { file, name: 'BBB, Sintel and two cameras in turn, made alike, 1080p25 10 min' }
  }
  const frames = TEN_MINUTES_S * 25
  const picture = [...X264, '-b:v', '3400k']
  return {
    file: await drawClip({ name: 'ten-minutes.mp4', size: '1920x1080', rate: 25, frames, picture }),
    name: 'generated test card 1080p25 10 min',
  }
}

function repeatInTurn(files: readonly string[]): Promise<string> {
  const graph = [
    ...files.map((_, index) => `[${index}:v]scale=1920x1080,setsar=1,fps=25,format=yuv420p[v${index}]`),
    '[v0][0:a][v1][1:a][v2][2:a][v3][4:a]concat=n=4:v=1:a=1[v][sounds]',
    '[sounds]aresample=async=1,aformat=sample_rates=48000:channel_layouts=stereo[a]',
  ].join(';')
  const encode = [
    ...files.flatMap((file) => ['-i', file]),
    ...['-f', 'lavfi', '-t', '10', '-i', 'anullsrc=r=48000:cl=stereo'],
    ...['-filter_complex', graph, '-map', '[v]', '-map', '[a]'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-g', '50', '-c:a', 'aac', '-b:a', '192k'],
  ]
  const repeat = ['-t', String(TEN_MINUTES_S), '-c', 'copy']
  return keepFile('ten-minutes.mp4', [...encode, ...repeat], async (target) => {
    const ffmpeg = (...args: string[]) => promisify(execFile)('ffmpeg', ['-v', 'error', ...args])
    const once = `${target}.once.mp4`
    await ffmpeg(...encode, once)
    await ffmpeg('-stream_loop', '-1', '-i', once, ...repeat, target)
  })
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
