import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseMedia } from '@marquee/media'
import { keyframes, type Probed, probe } from './probe.ts'
import { artefactOf, copyRevision, type TaskBench, type TestSource } from './run-tasks.ts'

/** What a player is given, as ffprobe reads it from the playlists of a published revision. */
export interface PublishedStreams {
  /** Sizes of the renditions, in the order of the table. */
  readonly rungs: readonly string[]
  /** Average rates of the renditions, frames a second: one entry where they agree. */
  readonly rates: readonly number[]
  /** Colours, pixel aspect and rotation of all renditions: one entry where they agree. */
  readonly looks: readonly string[]
  /** Channels of the sounds, of the one that players take by themselves first: one entry where some agree. */
  readonly channels: readonly number[]
  /** Of the longest playlist. */
  readonly seconds: number
  /** Pictures in the lowest rendition. */
  readonly frames: number
  /** Every VIDEO-RANGE that the master playlist states (RFC 8216bis §4.4.6.2). */
  readonly ranges: readonly string[]
}

export async function describePublished(bench: TaskBench, source: TestSource): Promise<PublishedStreams> {
  const folder = await copyRevision(bench, artefactOf(source, 'publication').revision)
  try {
    const master = join(folder, 'master.m3u8')
    const { streams } = await probe(master)
    const playlists = (await readdir(folder)).filter(
      (name) => name.endsWith('.m3u8') && name !== 'master.m3u8',
    )
    const lowest = playlists.filter((name) => /^\d+p/.test(name)).sort(byNumber)[0] ?? ''
    const pictures = streams.filter((stream) => stream.kind === 'video').sort(bySize)
    const sounds = streams.filter((stream) => stream.kind === 'audio')
    const ranges = (await readFile(master, 'utf8')).match(/VIDEO-RANGE=\w+/g) ?? []
    return {
      // Each of them is there once with each sound.
      rungs: [...new Set(pictures.map(({ width, height }) => `${width}x${height}`))],
      rates: [...new Set(pictures.map(({ rate }) => ratio(rate)))],
      looks: [...new Set(pictures.map(lookOf))],
      channels: [...new Set(sounds.map((sound) => sound.channels ?? 0))],
      seconds: Math.max(...(await Promise.all(playlists.map((name) => playlistSeconds(join(folder, name)))))),
      frames: (await keyframes(join(folder, lowest))).frames,
      ranges: [...new Set(ranges)],
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

type ProbedStream = Probed['streams'][number]

const bySize = (a: ProbedStream, b: ProbedStream) => (b.height ?? 0) - (a.height ?? 0)

const byNumber = (a: string, b: string) => Number.parseInt(a, 10) - Number.parseInt(b, 10)

async function playlistSeconds(path: string): Promise<number> {
  const { segments } = parseMedia(await readFile(path, 'utf8')) ?? { segments: [] }
  return segments.reduce((sum, segment) => sum + segment.duration, 0)
}

function ratio(fraction: string): number {
  const [numerator, denominator] = fraction.split('/').map(Number)
  return (numerator ?? 0) / (denominator ?? 1)
}

const lookOf = ({ pixelFormat, colours, sampleAspect, rotated }: ProbedStream) =>
  [pixelFormat, colours, sampleAspect, rotated ? 'rotated' : 'upright'].join(' ')
