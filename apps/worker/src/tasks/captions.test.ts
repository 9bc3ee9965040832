import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { makeClip } from './testing/footage.ts'
import { keepTaskBench } from './testing/keep-task-bench.ts'
import { artefactOf, runAll, type TestSource, upload } from './testing/run-tasks.ts'

const bench = keepTaskBench()

const SRT = (words: string) =>
  `1\n00:00:00,500 --> 00:00:01,000\n${words} & <i>more</i>\n\n2\n00:00:01,250 --> 00:00:02,000\nend\n`

/** A clip with captions in these languages, in a container's own codec of them. */
async function captioned(file: string, codec: string, languages: readonly string[]): Promise<TestSource> {
  const tracks = await Promise.all(
    languages.map(async (language, index) => {
      const path = join(bench.scratch, `${file}-${index}.srt`)
      await writeFile(path, SRT(language))
      return path
    }),
  )
  const clip = await makeClip(`captions-${file}`, [
    ...['-f', 'lavfi', '-i', 'testsrc2=s=128x72:r=25:d=3'],
    ...tracks.flatMap((path) => ['-i', path]),
    ...['-map', '0', ...tracks.flatMap((_, index) => ['-map', String(index + 1)])],
    ...languages.flatMap((language, index) => [`-metadata:s:s:${index}`, `language=${language}`]),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:s', codec],
  ])
  const source = await upload(bench, clip)
  await runAll(bench, source, ['inspect'])
  return source
}

async function extract(source: TestSource): Promise<Record<string, string>> {
  await runAll(bench, source, ['captions'])
  const files = artefactOf(source, 'captions').tracks.map(async ({ language, path }) => {
    const { body } = await bench.stores.transcoded.get(`videos/testVideo01/${path}`)
    return [language, await text(body)] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

const VTT = (words: string) =>
  `WEBVTT\n\n00:00:00.500 --> 00:00:01.000\n${words} &amp; <i>more</i>\n\n00:00:01.250 --> 00:00:02.000\nend\n`

describe('captions', () => {
  it.each([
    ['film.mp4', 'mov_text'],
    ['film.mkv', 'subrip'],
    ['styled.mkv', 'ass'],
    ['web.mkv', 'webvtt'],
  ])('of %s in %s are taken, a file for each language', async (file, codec) => {
    const found = await extract(await captioned(file, codec, ['eng', 'ger', 'eng']))
    expect(found).toEqual({ en: VTT('eng'), de: VTT('ger') })
  })

  it('are looked for only where there are any that are text', async () => {
    const source = await upload(
      bench,
      await makeClip('captions-none.mp4', ['-f', 'lavfi', '-i', 'testsrc2=s=128x72:r=25:d=1']),
    )
    await runAll(bench, source, ['inspect'])
    expect(bench.skips('captions', source)).toBe(true)
  })
})
