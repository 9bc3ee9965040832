import { mkdtemp, open, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { clip, currentInstallation, signIn, uploadByCli } from './support/index.ts'

const HOSTILE = [
  ['zoo/d_random.mp4', 'SOURCE_UNREADABLE'],
  ['zoo/d_sintel_faststart_truncated.mp4', 'SOURCE_TRUNCATED'],
  ['zoo/d_sintel_truncated.mkv', 'SOURCE_TRUNCATED'],
  ['zoo/d_sintel_bitflips.mp4', 'SOURCE_DAMAGED'],
  ['zoo/d_lying_dims.mp4', 'SOURCE_DIMENSIONS_MISMATCH'],
  ['zoo/d_bomb_200kframes.mp4', 'SOURCE_TOO_MANY_FRAMES'],
  ['zoo/d_ssrf.mp4', 'SOURCE_PLAYLIST'],
  ['zoo/d_concat.mp4', 'SOURCE_PLAYLIST'],
  ['zoo/ax_sample_vvc.mp4', 'SOURCE_UNSUPPORTED_CODEC'],
  ['zoo/mb_multiple-aac-tracks.mp4', 'SOURCE_NO_VIDEO'],
] as const

test.describe('bad input gets a stable code and a sentence, and the next upload works', () => {
  for (const [name, code] of HOSTILE) {
    test(`${name}: ${code}`, async () => {
      const file = await clip(name)
      test.skip(file === null, 'needs the footage folder')
      const installation = await currentInstallation()
      const { exitCode, line, stderr } = await uploadByCli(installation, file ?? '')
      expect(line).toMatchObject({ status: 'failed', errorCode: code, hls: null, dash: null })
      expect(exitCode).toBe(1)
      expect(stderr).toMatch(/\w+ \w+ \w+.*\./)

      const creator = await signIn(installation)
      const { video } = await creator.query<{ video: { failure: { code: string; message: string } } }>(
        `query ($id: ID!) { video(id: $id) { failure { code message retryable } playback { hls } } }`,
        { id: line.id },
      )
      expect(video).toEqual({
        failure: { code, message: expect.any(String), retryable: false },
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
    const file = await clip('zoo/mb_sar_2x1.mp4')
    test.skip(file === null, 'needs the footage folder')
    const { line } = await uploadByCli(await currentInstallation(), file ?? '')
    expect(line).toMatchObject({ status: 'ready', errorCode: null })
  })
})
