import { mkdtemp, open, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ERRORS } from '@marquee/media'
import { expect, test } from '@playwright/test'
import { type Client, currentInstallation, footageOr, signIn, uploadByCli } from './support/index.ts'
import { wideSampleClip } from './support/stand-ins/good-clips.ts'
import {
  concatScriptNamedMp4,
  flippedBits,
  frameBomb,
  halfOfFastStartMp4,
  halfOfMatroska,
  halfOfMp4,
  lyingDimensions,
  playlistNamedMp4,
  randomBytes,
  soundOnly,
  unsupportedCodec,
} from './support/stand-ins/hostile-files.ts'

/** Real footage, where there is any, its stand-in, and the code that both must get. */
const HOSTILE = [
  ['random bytes', 'zoo/d_random.mp4', randomBytes, 'SOURCE_UNREADABLE'],
  ['an MP4 without its moov', 'zoo/d_sintel_faststart_truncated.mp4', halfOfMp4, 'SOURCE_TRUNCATED'],
  ['a fast-start MP4 that lost its end', null, halfOfFastStartMp4, 'SOURCE_TRUNCATED'],
  ['a Matroska that lost its end', 'zoo/d_sintel_truncated.mkv', halfOfMatroska, 'SOURCE_TRUNCATED'],
  ['an MP4 with flipped bits', 'zoo/d_sintel_bitflips.mp4', flippedBits, 'SOURCE_DAMAGED'],
  ['a stated size of 65535×65535', 'zoo/d_lying_dims.mp4', lyingDimensions, 'SOURCE_DIMENSIONS_MISMATCH'],
  ['1,000 frames a second', 'zoo/d_bomb_200kframes.mp4', frameBomb, 'SOURCE_TOO_MANY_FRAMES'],
  ['an HLS playlist named .mp4', 'zoo/d_ssrf.mp4', playlistNamedMp4, 'SOURCE_PLAYLIST'],
  ['a concat script named .mp4', 'zoo/d_concat.mp4', concatScriptNamedMp4, 'SOURCE_PLAYLIST'],
  ['a codec we do not decode', 'zoo/ax_sample_vvc.mp4', unsupportedCodec, 'SOURCE_UNSUPPORTED_CODEC'],
  ['sound without a picture', 'zoo/mb_multiple-aac-tracks.mp4', soundOnly, 'SOURCE_NO_VIDEO'],
] as const

let creator: Client

test.beforeAll(async () => {
  creator = await signIn(await currentInstallation())
})

test.describe('bad input gets a stable code and a sentence, and the next upload works', () => {
  for (const [what, footage, standIn, code] of HOSTILE) {
    test(`${what}: ${code}`, async () => {
      const file = footage ? await footageOr(footage, standIn) : await standIn()
      const installation = await currentInstallation()
      const { exitCode, line, stderr } = await uploadByCli(installation, file)
      expect(line).toMatchObject({ status: 'failed', errorCode: code, hls: null, dash: null })
      expect(exitCode).toBe(1)
      const { message } = ERRORS[code]
      expect(stderr).toContain(message)

      const { video } = await creator.query<{ video: { failure: { code: string; message: string } } }>(
        `query ($id: ID!) { video(id: $id) { failure { code message retryable } playback { hls } } }`,
        { id: line.id },
      )
      expect(video).toEqual({
        failure: { code, message, retryable: false },
        playback: null,
      })
    })
  }

  test('an empty file is refused before anything is sent', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'marquee-')), 'empty.mp4')
    await writeFile(file, '')
    const { exitCode, line } = await uploadByCli(await currentInstallation(), file)
    expect(line).toMatchObject({ id: null, errorCode: 'EMPTY_FILE' })
    expect(exitCode).toBe(1)
  })

  test('more than 1 GB is refused before anything is sent', async () => {
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'marquee-')), 'huge.mp4')
    await (await open(file, 'w')).close()
    await truncate(file, 1_000_000_001)
    const { exitCode, line } = await uploadByCli(await currentInstallation(), file)
    expect(line).toMatchObject({ id: null, errorCode: 'FILE_TOO_LARGE' })
    expect(exitCode).toBe(1)
  })

  test('a good file goes through afterwards', async () => {
    const file = await footageOr('zoo/mb_sar_2x1.mp4', wideSampleClip)
    const { line } = await uploadByCli(await currentInstallation(), file)
    expect(line).toMatchObject({ status: 'ready', errorCode: null })
  })
})
