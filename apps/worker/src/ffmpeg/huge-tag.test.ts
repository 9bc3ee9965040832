import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { probeArguments } from '@marquee/media'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readProbe } from './read-probe.ts'
import { runProgram } from './run-program.ts'
import { NO_SANDBOX } from './sandbox.ts'

const TAG_BYTES = 3_000_000
const FILE = 'tagged.mp4'
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marquee-tag-'))
  await chmod(folder, 0o755)
  await writeFile(join(folder, 'tags'), `;FFMETADATA1\ncomment=${'x'.repeat(TAG_BYTES)}\n`)
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=64x64:r=25:d=1', '-c:v', 'mpeg4']
  await execa('ffmpeg', ['-v', 'error', '-i', 'tags', ...picture, '-map', '1', '-map_metadata', '0', FILE], {
    cwd: folder,
  })
})
afterAll(() => rm(folder, { recursive: true }))

async function probe(args: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  await runProgram(NO_SANDBOX, {
    program: 'ffprobe',
    args,
    folder,
    limits: { memoryBytes: 4 * 2 ** 30, cpuSeconds: 60, fileBytes: 0, nice: 0 },
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    onLine: (line) => lines.push(line),
  })
  return lines
}

describe('a file with a tag of megabytes', () => {
  it('is probed without it', async () => {
    const text = (await probe(probeArguments(FILE))).join('\n')
    expect(text.length).toBeLessThan(5_000)
    expect(readProbe(text)?.streams).toMatchObject([{ codec_type: 'video', width: 64, height: 64 }])
  })

  it('fills nobody’s memory where a program does print it: the line is cut', async () => {
    const lines = await probe(['-v', 'error', '-show_format', '-of', 'json', FILE])
    const lengths = lines.map(({ length }) => length)
    expect(Math.max(...lengths)).toBe(1_000_000)
    expect(lines.at(-1)).toBe('}')
  })
})
