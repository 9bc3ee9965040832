import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { AssumedSourceInput } from '@marquee/schema/graphql'
import { ALL_FORMATS, FilePathSource, Input, type InputAudioTrack, type InputVideoTrack } from 'mediabunny'
import { CliError } from '../connect/cli-error.ts'

/** What a plan is asked for: a video that is there, or what a local file says of itself. */
export type PlannedSource = { readonly videoId: string } | LocalSource

interface LocalSource {
  readonly source: AssumedSourceInput
  /** It holds no picture: its size and rate are those of the still that `audio` shows with it. */
  readonly isSound: boolean
}

/** As many packets tell the rate of a film. */
const PACKETS = 120

/** As a watch page's address has it, or as GraphQL does: anything else can only be a file. */
const VIDEO_ID = /^(vid_)?[0-9A-Za-z]{11}$/

/** Reads the head of a file that is there; anything else is the id of a video. @throws CliError */
export async function readSource(folder: string, video: string): Promise<PlannedSource> {
  const file = path.resolve(folder, video)
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) {
    if (VIDEO_ID.test(video)) return { videoId: video }
    throw new CliError('FILE_NOT_FOUND', `There is no file ${file} that can be read. Check its name.`)
  }
  const input = new Input({ formats: ALL_FORMATS, source: new FilePathSource(file) })
  try {
    return await describe(input, video, found.size)
  } finally {
    input.dispose()
  }
}

async function describe(input: Input, video: string, bytes: number): Promise<LocalSource> {
  if (!(await input.canRead()))
    throw new CliError(
      'SOURCE_UNREADABLE',
      `${video} is not a video that can be read here. Upload it, and plan for its id.`,
    )
  const [picture, sound] = await Promise.all([input.getPrimaryVideoTrack(), input.getPrimaryAudioTrack()])
  if (!picture && !sound) throw new CliError('SOURCE_NO_VIDEO', `${video} has no picture.`)
  const seconds = await input.computeDuration()
  const source = {
    seconds,
    ...(picture ? await describePicture(picture) : STILL),
    // What the file takes beside its sound: the first pictures alone may be a title that stands still.
    bitrate: picture && (8 * bytes) / seconds - (await bitrateOf(sound)),
    audioCodec: sound && (sound.codec ?? 'unknown'),
    channels: sound?.numberOfChannels ?? null,
  }
  return { source, isSound: !picture }
}

type Picture = Pick<
  AssumedSourceInput,
  'width' | 'height' | 'frameRate' | 'videoCodec' | 'rotation' | 'hdr' | 'interlaced'
>

const STILL: Picture = {
  ...{ width: 1280, height: 720, frameRate: 2, videoCodec: 'mjpeg' },
  ...{ rotation: 0, hdr: false, interlaced: false },
}

/** Whether it is interlaced, and carries captions, cannot be read here: what depends on that stays open. */
async function describePicture(picture: InputVideoTrack): Promise<Picture> {
  const { averagePacketRate } = await picture.computePacketStats(PACKETS)
  const { transfer } = await picture.getColorSpace()
  return {
    rotation: await picture.getRotation(),
    // Not every stream says how bright it is meant.
    hdr: transfer ? ['pq', 'hlg'].includes(transfer) : null,
    width: picture.displayWidth,
    height: picture.displayHeight,
    frameRate: averagePacketRate,
    videoCodec: FFMPEG_NAMES[picture.codec ?? ''] ?? 'unknown',
  }
}

async function bitrateOf(sound: InputAudioTrack | null): Promise<number> {
  return sound ? (await sound.computePacketStats(PACKETS)).averageBitrate : 0
}

/** Where mediabunny and ffmpeg call a codec by different names. */
const FFMPEG_NAMES: Readonly<Record<string, string>> = {
  avc: 'h264',
  hevc: 'hevc',
  vp8: 'vp8',
  vp9: 'vp9',
  av1: 'av1',
}
