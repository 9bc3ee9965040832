import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The programs this room may start. */
export type ProgramName = 'ffmpeg' | 'ffprobe' | 'packager'

/** ffmpeg and ffprobe are the system's; the packager comes with its npm package, a binary for each platform. */
export function programPath(name: ProgramName): string {
  return name === 'packager' ? packagerPath() : name
}

function packagerPath(): string {
  const folder = dirname(createRequire(import.meta.url).resolve('shaka-packager/package.json'))
  const system = process.platform === 'darwin' ? 'osx' : 'linux'
  return join(folder, 'bin', `packager-${system}-${process.arch}`)
}
