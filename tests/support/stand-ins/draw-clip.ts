import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { keepFile } from './generated-files.ts'

/** A moving test card. */
export type Drawing = {
  /** With the extension of its container. */
  name: string
  /** `WIDTHxHEIGHT`, as coded. */
  size: string
  /** Frames a second. */
  rate: number
  frames: number
  /** How many sound tracks, each a tone of the picture's length; by default one. */
  sounds?: number
  /** ffmpeg's options for the picture, after or instead of x264's. */
  picture?: readonly string[]
}

/** Fast to draw, and an H.264 that every part of the system takes; a key frame every 50 frames. */
export const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50'] as const

/** Draws it with ffmpeg, unless an earlier call has; answers its path. */
export function drawClip(drawing: Drawing): Promise<string> {
  const drawn = drawArguments(drawing)
  return keepFile(drawing.name, drawn, async (file) => {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...drawn, file])
  })
}

function drawArguments({ size, rate, frames, sounds = 1, picture = X264 }: Drawing): string[] {
  const tracks = Array.from({ length: sounds }, (_, index) => index + 1)
  const tone = (track: number) => `sine=frequency=${220 * track}:r=48000:d=${frames / rate}`
  return [
    ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}`],
    ...tracks.flatMap((track) => ['-f', 'lavfi', '-i', tone(track)]),
    ...['-map', '0:v', ...tracks.flatMap((track) => ['-map', `${track}:a`])],
    ...[...picture, '-frames:v', String(frames), '-c:a', 'aac'],
  ]
}
