import { execa } from 'execa'

/** What ffprobe says of a file or playlist: its streams and duration in seconds. */
export interface Probed {
  readonly duration: number
  readonly streams: readonly {
    readonly kind: string
    readonly width: number | undefined
    readonly height: number | undefined
    /** Frames a second, as ffprobe writes it: `25/1`. */
    readonly rate: string
    readonly start: number
    readonly channels: number | undefined
    readonly pixelFormat: string | undefined
    /** Range, matrix, transfer, primaries. */
    readonly colours: string
    readonly sampleAspect: string | undefined
    readonly rotated: boolean
  }[]
}

interface RawStream {
  codec_type: string
  width?: number
  height?: number
  avg_frame_rate: string
  start_time: string
  sample_aspect_ratio?: string
  channels?: number
  pix_fmt?: string
  color_range?: string
  color_space?: string
  color_transfer?: string
  color_primaries?: string
  side_data_list?: { rotation?: number }[]
}

export async function probe(path: string): Promise<Probed> {
  const { stdout } = await execa('ffprobe', [
    '-v',
    'error',
    '-show_format',
    '-show_streams',
    '-of',
    'json',
    path,
  ])
  const { format, streams } = JSON.parse(stdout) as { format: { duration: string }; streams: RawStream[] }
  return {
    duration: Number(format.duration),
    streams: streams.map((stream) => ({
      kind: stream.codec_type,
      width: stream.width,
      height: stream.height,
      rate: stream.avg_frame_rate,
      start: Number(stream.start_time),
      channels: stream.channels,
      pixelFormat: stream.pix_fmt,
      colours: [stream.color_range, stream.color_space, stream.color_transfer, stream.color_primaries].join(
        ' ',
      ),
      sampleAspect: stream.sample_aspect_ratio,
      rotated: stream.side_data_list?.some((data) => data.rotation !== undefined) ?? false,
    })),
  }
}

/** Presentation times of a rendition's keyframes, in seconds, and how many frames it has. */
export async function keyframes(playlist: string): Promise<{ times: readonly string[]; frames: number }> {
  const { stdout } = await execa('ffprobe', [
    ...[
      '-v',
      'error',
      '-select_streams',
      'v:0',
      '-show_entries',
      'packet=pts_time,flags',
      '-of',
      'csv=p=0',
      playlist,
    ],
  ])
  const lines = stdout.split('\n').filter((line) => line.includes(','))
  const times = lines.filter((line) => line.includes(',K')).map((line) => line.split(',')[0] ?? '')
  return { times, frames: lines.length }
}
