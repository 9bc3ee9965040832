import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { drawClip, X264 } from './draw-clip.ts'
import { keepBytes, keepFile } from './generated-files.ts'
import { turnUpright } from './patch-boxes.ts'

/** As `car-detection.mp4`: a camera's size and rate, with sound. */
export function cameraClip(): Promise<string> {
  return drawClip({ name: 'camera.mp4', size: '768x432', rate: 12.5, frames: 377 })
}

/** As `l2_train_ad.mp4`: 10 s without sound. */
export function silentClip(): Promise<string> {
  return drawClip({ name: 'silent.mp4', size: '640x360', rate: 30, frames: 300, sounds: 0 })
}

/** As `zoo/mb_rotate-buck-bunny.mp4`: a display matrix turns 1920×1080 upright. */
export async function uprightClip(): Promise<string> {
  const lying = await drawClip({ name: 'on-its-side.mp4', size: '1920x1080', rate: 24, frames: 47 })
  return keepBytes('upright.mp4', turnUpright(await readFile(lying)))
}

/** As `zoo/mb_sar_2x1.mp4`: pixels twice as wide as high. */
export function wideSampleClip(): Promise<string> {
  const picture = [...X264, '-vf', 'setsar=2']
  return drawClip({ name: 'wide-samples.mp4', size: '640x360', rate: 30, frames: 150, sounds: 0, picture })
}

/** Four seconds in two scenes that nobody takes for one: there are pictures to choose from. */
export function twoScenesClip(): Promise<string> {
  const picture = [...X264, '-g', '25', '-vf', "negate=enable='gt(t,2)'"]
  return drawClip({ name: 'two-scenes.mp4', size: '640x360', rate: 25, frames: 100, sounds: 0, picture })
}

/** Two seconds that every codec has a rung for. */
export function shortCodecClip(): Promise<string> {
  const picture = [...X264, '-b:v', '400k']
  return drawClip({ name: 'short-codecs.mp4', size: '640x360', rate: 25, frames: 50, picture })
}

/** As `sintel_trailer-720p.mp4`: 52 s whose ladder takes long enough to be killed in its midst. */
export function trailerClip(): Promise<string> {
  const picture = [...X264, '-b:v', '1M']
  return drawClip({ name: 'trailer.mp4', size: '1280x720', rate: 24, frames: 1253, picture })
}

/** Key frames 3 s apart and frames out of order: cut at 10 s without encoding, an edit list must hide the first second. */
export function filmToTrim(): Promise<string> {
  const picture = ['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '75', '-bf', '2']
  return drawClip({ name: 'film-to-trim.mp4', size: '640x360', rate: 25, frames: 400, picture })
}

/** Ten seconds with captions in English, from the second to the fourth. */
export async function captionedClip(): Promise<string> {
  const film = await drawClip({ name: 'to-caption.mp4', size: '640x360', rate: 25, frames: 250 })
  const words = await keepBytes(
    'english.srt',
    Buffer.from('1\n00:00:02,000 --> 00:00:04,000\nGood <i>morning</i>\n'),
  )
  const args = ['-i', film, '-i', words, '-map', '0', '-map', '1', '-c', 'copy', '-c:s', 'mov_text']
  const language = ['-metadata:s:s:0', 'language=eng']
  return keepFile('captioned.mp4', [...args, ...language], async (file) => {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...args, ...language, file])
  })
}
