import { existsSync } from 'node:fs'
import { VAAPI } from '@marquee/media'
import { execa } from 'execa'
import { programPath } from './find-programs.ts'

/** Video encoders that pipelines may ask for and that need no hardware. */
const SOFTWARE = ['libx264', 'libx265', 'libvpx-vp9', 'libsvtav1', 'libaom-av1']
/** Those of hardware are built in everywhere: where the device is not there, or the driver not fit, they fail at the first frame. */
const HARDWARE = /_(nvenc|qsv|vaapi|v4l2m2m|videotoolbox|amf)$/
const DEVICES = ['/dev/nvidia0', '/dev/dri', '/dev/video10', '/dev/video11']
const WITHIN_MS = 10_000
/** Longer than a cold disk takes to read ffmpeg and its libraries. */
const LIST_WITHIN_MS = 60_000

/** It is not in the PATH, or does not run here. */
class FfmpegUnusable extends Error {
  override readonly name = 'FfmpegUnusable'

  constructor(reason = '') {
    super(`ffmpeg does not say what it encodes. It must be in the PATH and run here. ${reason}`)
  }
}

/**
 * ffmpeg's names of the video encoders that work on this machine.
 * @throws FfmpegUnusable where ffmpeg does not say: a worker that takes tasks is of no use without it
 */
export async function findEncoders(inHardware: 'auto' | 'off' = 'auto'): Promise<string[]> {
  const { stdout, failed, shortMessage } = await ask(['-encoders'], LIST_WITHIN_MS)
  if (failed) throw new FfmpegUnusable(shortMessage)
  const names = parseEncoders(stdout)
  const software = names.filter((name) => SOFTWARE.includes(name))
  const hasDevice = process.platform === 'darwin' || DEVICES.some((device) => existsSync(device))
  const hardware = hasDevice && inHardware === 'auto' ? names.filter((name) => HARDWARE.test(name)) : []
  const works = await Promise.all(hardware.map(encodesOneFrame))
  return [...software, ...hardware.filter((_, index) => works[index])]
}

/** The names of video encoders in what `ffmpeg -encoders` prints: ` V....D libx264  libx264 H.264 …`. */
export function parseEncoders(text: string): string[] {
  return [...text.matchAll(/^ V\S{5} (\w[\w-]*) /gm)].map(([, name]) => name ?? '')
}

async function encodesOneFrame(name: string): Promise<boolean> {
  const isVaapi = name.endsWith('_vaapi')
  const device = isVaapi ? VAAPI.device : []
  const filter = isVaapi ? ['-vf', VAAPI.upload] : ['-pix_fmt', 'nv12']
  const source = ['-f', 'lavfi', '-i', 'color=size=320x256:rate=25']
  const sink = ['-frames:v', '1', '-c:v', name, '-f', 'null', '-']
  const { failed } = await ask([...device, ...source, ...filter, ...sink])
  return !failed
}

function ask(args: readonly string[], withinMs = WITHIN_MS) {
  return execa(programPath('ffmpeg'), ['-hide_banner', '-v', 'error', ...args], {
    env: { PATH: process.env.PATH },
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    timeout: withinMs,
  })
}
