import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { CHUNK_CLIPS } from './testing/chunk-clips.ts'
import { equalChunks } from './testing/chunk-trial.ts'
import { expectSeamless } from './testing/expect-chunks.ts'
import { makeClip } from './testing/footage.ts'
import { surveySource } from './testing/survey-source.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-chunk-clips-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** The short form: drawn clips. `chunks.long.test.ts` takes all footage. */
describe('a film in chunks', () => {
  it.each(CHUNK_CLIPS)('is the film: $is', async ({ file, drawn }) => {
    const path = join(folder, file)
    await writeFile(path, await makeClip(`chunks-${file}`, drawn.split(' ')))
    await expectSeamless(await surveySource(path), (source) => equalChunks(source, 4000))
  })
})
