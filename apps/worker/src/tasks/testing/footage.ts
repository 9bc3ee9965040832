import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../..')

/** Folder of real clips, MARQUEE_FOOTAGE or beside the repository; null where there is none. */
export const FOOTAGE =
  [process.env.MARQUEE_FOOTAGE, resolve(repository, '../shared/footage')].find(
    (folder): folder is string => folder !== undefined && existsSync(folder),
  ) ?? null

/** Bytes of a real clip, whole. @param name below the footage folder */
export function readFootage(name: string): Promise<Buffer> {
  if (FOOTAGE === null) throw new Error('There is no footage: skip tests that need it')
  return readFile(join(FOOTAGE, name))
}

/** Bytes of a clip that ffmpeg makes, kept in the system's temporary folder between tests. */
export async function makeClip(name: string, args: readonly string[]): Promise<Buffer> {
  const folder = join(tmpdir(), 'marquee-test-clips')
  const path = join(folder, name)
  if (!existsSync(path)) {
    await mkdir(folder, { recursive: true })
    const part = join(folder, `${process.pid}-${name}`)
    await execa('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args, part])
    await rename(part, path)
  }
  return readFile(path)
}

const CUT = ['-map', '0:v:0', '-map', '0:a:0?', '-c', 'copy']

/** Four seconds of a camera with sound, 768×432 at 12.5 frames a second; a test picture where there is no footage. */
export function cameraClip(): Promise<Buffer> {
  if (FOOTAGE === null) return pictureAndTone('camera-6m.mp4', '768x432', '25/2')
  return makeClip('car-detection-4s.mp4', ['-t', '4', '-i', join(FOOTAGE, 'car-detection.mp4'), ...CUT])
}

/** Six seconds of an animated film, 1080p25 with 5.1 sound. */
export function filmClip(): Promise<Buffer> {
  if (FOOTAGE === null) return pictureAndTone('film-6m.mp4', '1920x1080', '25')
  return makeClip('bbb-6s.mp4', ['-t', '6', '-i', join(FOOTAGE, 'bbb_1080p25_62s.mp4'), ...CUT])
}

function pictureAndTone(name: string, size: string, rate: string): Promise<Buffer> {
  return makeClip(name, [
    ...['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=${rate}:d=4`, '-f', 'lavfi', '-i', 'sine=d=4'],
    // Below what may be watched as it is, 12 Mbit/s: a test picture is all edges.
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-maxrate', '6M', '-bufsize', '6M'],
    ...['-pix_fmt', 'yuv420p', '-c:a', 'aac'],
  ])
}

/** Writes bytes to a file below a folder, which is made. */
export async function writeBelow(folder: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, bytes)
  return path
}
