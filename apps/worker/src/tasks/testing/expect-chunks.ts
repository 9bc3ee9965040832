import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  announcedCodec,
  atRateOf,
  type Chunk,
  checkChunk,
  keepsTimestamps,
  type PictureCodec,
  pictureTimescale,
  type Rung,
  type TrackDescription,
} from '@marquee/media'
import { expect } from 'vitest'
import {
  encodeChunk,
  framesOfChunk,
  framesOfWhole,
  type GivenFrame,
  type JoinableTrack,
  rungOf,
  seekableSource,
  shownTimes,
} from './chunk-trial.ts'
import type { SurveyedSource } from './survey-source.ts'

/** Encodes a film whole and in chunks: what goes into the encoder is the same, and what comes out joins without a seam. */
export async function expectSeamless(
  original: SurveyedSource,
  chunksOf: (source: SurveyedSource) => readonly Chunk[],
  codec: PictureCodec = 'h264',
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'marquee-chunks-'))
  try {
    const source = await seekableSource(original, folder)
    const chunks = chunksOf(source)
    const whole = await framesOfWhole(original)
    expect(await inChunks(source, chunks), 'frames that are encoded').toEqual(whole)
    const rung = rungOf(source, codec)

    const tracks: JoinableTrack[] = []
    for (const chunk of chunks) {
      const track = await encodeChunk(source, chunk, folder, rung)
      const picture = atRateOf(rung, source.facts.video)
      expect(checkChunk(track, announced(source, rung), chunk, picture)).toEqual([])
      tracks.push(track)
    }
    expectPlayed(await expectJoined(tracks, join(folder, 'joined.mp4')), whole, rung, source)
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function inChunks(source: SurveyedSource, chunks: readonly Chunk[]): Promise<readonly GivenFrame[]> {
  const frames: GivenFrame[] = []
  for (const chunk of chunks) frames.push(...(await framesOfChunk(source, chunk)))
  return frames
}

function announced({ facts }: SurveyedSource, rung: Rung): TrackDescription {
  return {
    codec: announcedCodec(rung, 'ultrafast'),
    timescale: pictureTimescale(atRateOf(rung, facts.video)),
  }
}

/** Writes the chunks of one track to a file; answers when each of its pictures is shown, in seconds. */
export async function expectJoined(
  tracks: readonly JoinableTrack[],
  file: string,
): Promise<readonly number[]> {
  expectOneTrack(tracks)
  const parts = tracks.flatMap(({ segments }) => segments.map(({ bytes }) => bytes))
  await writeFile(file, Buffer.concat([tracks[0]?.initialization ?? new Uint8Array(), ...parts]))
  return shownTimes(file)
}

/** One initialization segment, and segments that are numbered and follow each other without hole or overlap. */
function expectOneTrack(tracks: readonly JoinableTrack[]): void {
  for (const { initialization } of tracks) expect(initialization).toEqual(tracks[0]?.initialization)
  let ticks = 0
  for (const [index, segment] of tracks.flatMap((track) => track.segments).entries()) {
    expect(segment.number).toBe(index + 1)
    expect(segment.startTicks).toBe(ticks)
    ticks += segment.durationTicks
  }
}

function expectPlayed(
  shown: readonly number[],
  given: readonly GivenFrame[],
  rung: Rung,
  { facts }: SurveyedSource,
): void {
  expect(shown).toHaveLength(given.length)
  const timescale = pictureTimescale(atRateOf(rung, facts.video))
  const off = shown.filter((time, index) => Math.abs(time - (given[index]?.ticks ?? 0) / timescale) > 0.00002)
  expect(off, keepsTimestamps(facts.video) ? 'by its clock' : 'on the grid').toEqual([])
}
