import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPrograms, type Programs } from '../../ffmpeg/programs.ts'
import { NO_SANDBOX } from '../../ffmpeg/sandbox.ts'
import { SOURCE_FILE } from '../fetch-source.ts'
import { readPictures } from './read-pictures.ts'

let folder: string
let programs: Programs

/** A film of four seconds, of which an edit list shows the last: its one keyframe is its first picture. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-pictures-'))
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=4', '-c:v', 'mpeg4', '-g', '300']
  const ffmpeg = (args: readonly string[]) =>
    execa('ffmpeg', ['-v', 'error', '-nostdin', ...args], { cwd: folder })
  await ffmpeg([...picture, 'whole.mp4'])
  await ffmpeg(['-ss', '3', '-i', 'whole.mp4', '-c', 'copy', '-f', 'mp4', SOURCE_FILE])
  programs = createPrograms({
    ...{ sandbox: NO_SANDBOX, withDevices: NO_SANDBOX, folder },
    ...{ signal: new AbortController().signal, onEnd: () => undefined },
  })
})
afterAll(() => rm(folder, { recursive: true }))

describe('readPictures', () => {
  it('reads what is shown and what an edit list hides', async () => {
    const { times, flags } = await readPictures(programs, 0, 100)
    expect(times).toHaveLength(100)
    expect(flags.filter((flag) => flag === 0)).toHaveLength(25)
  })

  it('refuses a film by what is hidden as well, of which the machine’s memory would fill', async () => {
    await expect(readPictures(programs, 0, 99)).rejects.toMatchObject({ code: 'SOURCE_TOO_MANY_FRAMES' })
  })
})
