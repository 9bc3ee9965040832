import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectSandbox } from './detect-sandbox.ts'
import { failureOf } from './run-end-failure.ts'
import { type RunResult, runProgram, unlessStarved } from './run-program.ts'
import type { Sandbox } from './sandbox.ts'

const limits = { memoryBytes: 1_000_000_000, cpuSeconds: 60, fileBytes: 50_000_000, nice: 0 }

let sandbox: Sandbox
let scratch: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'marquee-memory-'))
  await chmod(scratch, 0o711)
  sandbox = await detectSandbox('auto', join(scratch, 'view'))
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

async function encode(filter: string, more: { timeoutMs?: number } = {}): Promise<RunResult> {
  const folder = await mkdtemp(join(scratch, 'task-'))
  if (sandbox.uid !== null) await chown(folder, sandbox.uid, sandbox.uid)
  const drawn = ['-nostdin', '-v', 'error', '-f', 'lavfi', '-i', 'color=s=1920x1080:r=1000']
  const args = [...drawn, '-threads', '1', '-filter_threads', '1', '-vf', filter, '-f', 'null', '-']
  const { signal } = new AbortController()
  return runProgram(sandbox, {
    ...{ program: 'ffmpeg', args, folder, limits, timeoutMs: 20_000, signal },
    ...more,
  })
}

const codeOf = (run: RunResult) => failureOf(run, () => 'SOURCE_DAMAGED')?.code

describe.runIf(process.platform === 'linux')('a program that eats memory', () => {
  it('ends with a code of its own', async ({ skip }) => {
    skip(!sandbox.prlimit, 'nothing bounds memory on this machine')
    // It keeps all that it is given until the end, which never comes; noise makes a picture of its own of each,
    // and 50 of them a second take 0.6 s for the last tenth of the memory, in which it is looked at.
    const run = await encode('noise=alls=1,realtime=speed=0.05,reverse', { timeoutMs: 60_000 })
    expect(run.end).toEqual({ kind: 'out-of-memory' })
    expect(codeOf(run)).toBe('ENCODE_OUT_OF_MEMORY')
  })

  it('is accounted for what it held', async () => {
    // A hundred pictures of 3.1 MB that are kept until the last is there, then let go in two seconds.
    const kept = await encode('noise=alls=1,trim=end_frame=100,reverse,realtime=speed=0.05')
    expect(kept.end).toEqual({ kind: 'exited', code: 0 })
    const PICTURES = 100 * 1920 * 1080 * 1.5
    expect(kept.peakBytes).toBeGreaterThan(PICTURES)
    expect(kept.peakBytes).toBeLessThan(1.5 * PICTURES)
  })

  it('is told from one that hangs, and from one that fails', async () => {
    expect(codeOf(await encode('null', { timeoutMs: 300 }))).toBe('ENCODE_TIMEOUT')
    expect(codeOf(await encode('absent'))).toBe('SOURCE_DAMAGED')
  })
})

describe('unlessStarved', () => {
  const much = { addressBytes: 950_000_000, hasKernelKilled: false }
  const little = { addressBytes: 500_000_000, hasKernelKilled: false }
  const killing = { addressBytes: 500_000_000, hasKernelKilled: true }
  const starved = { kind: 'out-of-memory' }

  it.each([
    ['fails with all that it may have', { kind: 'exited', code: 69 }, much, starved],
    ['crashes with all that it may have', { kind: 'crashed', signal: 6 }, much, starved],
    ['is killed while the kernel kills', { kind: 'killed', signal: 9 }, killing, starved],
    ['fails with little', { kind: 'exited', code: 69 }, little, null],
    ['fails while the kernel kills others', { kind: 'exited', code: 1 }, killing, null],
    ['ends well with all that it may have', { kind: 'exited', code: 0 }, much, null],
    ['is killed while the kernel kills none', { kind: 'killed', signal: 9 }, little, null],
    ['is asked to end while the kernel kills', { kind: 'killed', signal: 15 }, killing, null],
  ] as const)('a program that %s', (_, end, seen, expected) => {
    expect(unlessStarved(end, seen, limits)).toEqual(expected ?? end)
  })
})
