import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import {
  composeStream,
  initName,
  type PictureTrack,
  parseMedia,
  partName,
  playlistName,
  type SoundTrack,
  STREAM_HEAD,
  type StreamHead,
  type StreamPart,
  segmentName,
  streamText,
  streamTextNames,
} from '@marquee/media'
import { playbackExpiry, signPlaybackToken } from '@marquee/service'
import { createS3Store } from '@marquee/storage'
import type { Installation } from '../stage/join-system.ts'
import { keepFile } from './stand-ins/generated-files.ts'

/** A film whose segments and parts are written into the store of a running system by hand, as workers would. */
export type GrowingFilm = {
  /** Of one of its texts at the edge. */
  address(name: string): string
  /** Writes the part of a chunk, 0 to 4 of 4 s each, with its segments: of these renditions, by default of all. */
  add(index: number, renditions?: readonly ('360p' | '240p')[]): Promise<void>
  /** Writes the texts that stay. */
  finish(): Promise<void>
  remove(): Promise<void>
}

const SECONDS = 20
const SEGMENT_SECONDS = 4
const RATE = 25
/** ffmpeg's own choice for this rate. */
const PICTURE_TIMESCALE = 12_800
const SAMPLE_RATE = 48_000

function picture(name: string, width: number, height: number, codec: string): PictureTrack {
  const frameRate = { numerator: RATE, denominator: 1 }
  return { name, width, height, codec, frameRate, timescale: PICTURE_TIMESCALE, peakBitrate: 800_000 }
}

function sound(name: string, channels: number, peakBitrate: number): SoundTrack {
  const codec = 'mp4a.40.2'
  return { name, codec, timescale: SAMPLE_RATE, sampleRate: SAMPLE_RATE, channels, peakBitrate }
}

const head: StreamHead = {
  durationMs: SECONDS * 1_000,
  targetSeconds: SEGMENT_SECONDS,
  pictures: [picture('360p', 640, 360, 'avc1.42c01e'), picture('240p', 426, 240, 'avc1.42c015')],
  sounds: [sound('audio', 1, 90_000), sound('surround', 6, 400_000)],
}

/** Draws the film, and announces it. The sound that is heard first is there from the start, whole; its surround when it is finished. */
export async function growFilm({ env }: Installation): Promise<GrowingFilm> {
  const video = randomBytes(6).toString('hex').slice(0, 11)
  const folder = `videos/${video}/growing`
  const store = createS3Store({
    endpoint: env.S3_ENDPOINT ?? '',
    region: env.S3_REGION ?? '',
    bucket: env.S3_BUCKET_TRANSCODED ?? '',
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? '',
    },
  })
  const token = signPlaybackToken({
    secret: env.PLAYBACK_SECRET ?? '',
    video,
    expiresAt: playbackExpiry(),
    sharing: 'shared',
  })
  const drawn = await drawnSet()
  const tracks = new Map<string, StreamPart[]>()
  for (const { name } of head.pictures) tracks.set(name, await readParts(drawn, name, PICTURE_TIMESCALE))
  const whole = { index: 0, firstNumber: 1, startTicks: 0, last: true }
  for (const { name } of head.sounds) {
    const parts = await readParts(drawn, name, SAMPLE_RATE)
    tracks.set(name, [{ ...whole, segments: parts.flatMap(({ segments }) => segments) }])
  }

  const write = (name: string, body: string | { file: string }) => store.put(`${folder}/${name}`, body)
  const copy = (name: string) => write(name, { file: path.join(drawn, name) })
  async function addPart(track: string, part: StreamPart | undefined): Promise<void> {
    if (!part) throw new Error(`${track} has fewer parts`)
    for (const [at] of part.segments.entries()) await copy(segmentName(track, part.firstNumber + at))
    await write(partName(track, part.index), JSON.stringify(part))
  }

  await write(STREAM_HEAD, JSON.stringify(head))
  const grows = [...tracks.keys()].filter((name) => name !== 'surround')
  for (const track of grows) await copy(initName(track))
  await addPart('audio', tracks.get('audio')?.[0])
  return {
    address: (name) => `${env.PUBLIC_EDGE_URL}/v/${token}/${video}/growing/${name}`,
    async add(index, renditions = ['360p', '240p']) {
      for (const name of renditions) await addPart(name, tracks.get(name)?.[index])
    },
    async finish() {
      await copy(initName('surround'))
      await addPart('surround', tracks.get('surround')?.[0])
      const stream = composeStream(head, tracks)
      const times = { announcedAt: new Date(), changedAt: new Date() }
      for (const name of streamTextNames(stream)) await write(name, streamText(stream, name, times) ?? '')
    },
    async remove() {
      await store.deletePrefix(`videos/${video}/`)
      store.close()
    },
  }
}

/**
 * The folder of a moving test card with a tone, as ffmpeg's HLS muxer cuts it: every segment of a track starts at a
 * multiple of 4 s. It is drawn once.
 */
function drawnSet(): Promise<string> {
  const hls = (track: string) => [
    ...['-f', 'hls', '-hls_time', String(SEGMENT_SECONDS), '-hls_playlist_type', 'vod', '-start_number', '1'],
    ...['-hls_segment_type', 'fmp4', '-hls_fmp4_init_filename', initName(track)],
    ...['-hls_segment_filename', `${track}/%d.m4s`, playlistName(track)],
  ]
  const gop = ['-g', String(RATE * SEGMENT_SECONDS), '-sc_threshold', '0']
  const renditions = head.pictures.flatMap(({ name, width, height, codec }) => [
    ...['-map', '0:v', '-s', `${width}x${height}`, '-c:v', 'libx264', '-preset', 'ultrafast'],
    // The codec names its level in its last byte (RFC 6381 §3.3).
    ...['-profile:v', 'baseline', '-level:v', String(Number.parseInt(codec.slice(-2), 16) / 10)],
    ...['-pix_fmt', 'yuv420p', '-b:v', '300k', ...gop, ...hls(name)],
  ])
  const source = [
    ...['-f', 'lavfi', '-t', String(SECONDS), '-i', `testsrc2=s=640x360:r=${RATE}`],
    ...['-f', 'lavfi', '-t', String(SECONDS), '-i', `sine=frequency=220:r=${SAMPLE_RATE}`],
  ]
  const sounds = head.sounds.flatMap(({ name, channels }) => [
    ...['-map', '1:a', '-c:a', 'aac', '-ac', String(channels), ...hls(name)],
  ])
  const recipe = ['-v', 'error', ...source, ...renditions, ...sounds]
  return keepFile('growing-set', recipe, async (folder) => {
    for (const { name } of [...head.pictures, ...head.sounds])
      await mkdir(path.join(folder, name), { recursive: true })
    await promisify(execFile)('ffmpeg', recipe, { cwd: folder })
  })
}

/** A drawn track as parts of one segment each. */
async function readParts(folder: string, track: string, timescale: number): Promise<StreamPart[]> {
  const playlist = parseMedia(await readFile(path.join(folder, playlistName(track)), 'utf8'))
  const segments = playlist?.segments ?? []
  let startTicks = 0
  const parts: StreamPart[] = []
  for (const [index, { duration }] of segments.entries()) {
    const { byteLength: bytes } = await readFile(path.join(folder, segmentName(track, index + 1)))
    const durationTicks = Math.round(duration * timescale)
    const last = index === segments.length - 1
    parts.push({ index, firstNumber: index + 1, startTicks, segments: [{ durationTicks, bytes }], last })
    startTicks += durationTicks
  }
  return parts
}
