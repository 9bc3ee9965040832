import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { keepFile } from './generated-files.ts'

/** A tone whose loudness swells and falls, as music does. */
const tone = (seconds: number) => {
  const loudness = '(0.15+0.85*abs(sin(0.35*t)*sin(1.7*t)))'
  return ['-f', 'lavfi', '-i', `aevalsrc='0.4*sin(2*PI*440*t)*${loudness}':s=44100:d=${seconds}`]
}
/** Orange on blue, so that nobody takes it for what Marquee draws by itself. */
const COVER = [
  ...['-f', 'lavfi', '-i', 'color=c=0x1d4ed8:s=600x600:r=1:d=1,drawbox=150:150:300:300:c=0xf97316:t=fill'],
  ...['-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:v', 'mjpeg', '-disposition:v', 'attached_pic'],
]

/** As a song that was bought: it carries its cover. */
export function coveredSong(seconds: number): Promise<string> {
  return drawSound('covered-song.m4a', [...tone(seconds), ...COVER, '-c:a', 'aac'])
}

/** As a recording: a sound and nothing else. */
export function bareSong(seconds: number): Promise<string> {
  return drawSound('bare-song.mp3', tone(seconds))
}

function drawSound(name: string, args: readonly string[]): Promise<string> {
  return keepFile(name, args, async (file) => {
    await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', ...args, file])
  })
}
