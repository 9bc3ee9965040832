import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

type Stream = {
  codec_type: string
  codec_name: string
  width?: number
  height?: number
  r_frame_rate: string
  channels?: number
  sample_aspect_ratio?: string
  side_data_list?: { rotation?: number }[]
}

/** What ffprobe says of a file or a URL. */
export type Probe = { streams: Stream[]; format: { duration?: string } }

/** Throws where ffprobe cannot open it. */
export async function probe(url: string): Promise<Probe> {
  const { stdout } = await promisify(execFile)(
    'ffprobe',
    ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', url],
    { maxBuffer: 2 ** 26 },
  )
  return JSON.parse(stdout) as Probe
}

/** Decodes the first video stream from end to end and counts its frames; throws at the first error. */
export async function countFrames(url: string): Promise<number> {
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    ['-v', 'error', '-xerror', '-i', url, '-map', '0:v:0', '-f', 'null', '-progress', 'pipe:1', '-'],
    { maxBuffer: 2 ** 26 },
  )
  return Number([...stdout.matchAll(/^frame=(\d+)/gm)].at(-1)?.[1] ?? 0)
}

/** Bytes of a picture of {@link readThumbnails}: 16 by 9 levels of grey. */
export const THUMBNAIL_BYTES = 144

/** What the best picture shows: each of its frames, small and grey, one after the other; throws at the first error. */
export async function readThumbnails(url: string): Promise<Buffer> {
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    [
      ...['-v', 'error', '-xerror', '-i', url, '-an', '-sn', '-dn', '-fps_mode', 'passthrough'],
      ...['-vf', 'scale=16:9:flags=area,format=gray', '-f', 'rawvideo', '-'],
    ],
    { maxBuffer: 2 ** 26, encoding: 'buffer' },
  )
  return stdout
}
