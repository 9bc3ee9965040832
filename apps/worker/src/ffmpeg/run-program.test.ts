import { chmod, chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { detectSandbox } from './detect-sandbox.ts'
import { isAlive } from './read-process.ts'
import { childSeconds, endOf, type RunRequest, runProgram } from './run-program.ts'
import { NO_SANDBOX, type Sandbox } from './sandbox.ts'

const limits = { memoryBytes: 4 * 2 ** 30, cpuSeconds: 60, fileBytes: 50_000_000, nice: 0 }
/** A picture that never ends, as fast as the clock. */
const ENDLESS = ['-nostdin', '-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc=s=64x64:r=5']

let sandbox: Sandbox
let scratch: string
let folder: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'marquee-run-'))
  await chmod(scratch, 0o711)
  sandbox = await detectSandbox('auto', join(scratch, 'view'))
  folder = await mkdtemp(join(scratch, 'task-'))
  if (sandbox.uid !== null) await chown(folder, sandbox.uid, sandbox.uid)
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

function request(args: readonly string[], rest: Partial<RunRequest> = {}): RunRequest {
  const { signal } = new AbortController()
  return { program: 'ffmpeg', args, folder, limits, timeoutMs: 20_000, signal, ...rest }
}

describe('runProgram', () => {
  it.each(['sandboxed', 'bare'] as const)('%s: hands over lines, exit status and CPU time', async (kind) => {
    const lines: string[] = []
    const args = [
      '-nostdin',
      '-v',
      'error',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=1280x720:d=3',
      '-progress',
      'pipe:1',
    ]
    const run = await runProgram(
      kind === 'bare' ? NO_SANDBOX : sandbox,
      request([...args, '-c:v', 'mpeg4', '-f', 'null', '-'], { onLine: (line) => lines.push(line) }),
    )
    expect(run.end).toEqual({ kind: 'exited', code: 0 })
    expect(run.cpuSeconds).toBeGreaterThan(0.1)
    expect(lines).toContain('progress=end')
  })

  it('keeps the tail of what a failing program says', async () => {
    const run = await runProgram(
      sandbox,
      request(['-nostdin', '-v', 'error', '-i', 'absent', '-f', 'null', '-']),
    )
    expect(run.end).toEqual({ kind: 'exited', code: 1 })
    expect(run.log).toContain('absent')
  })

  it('runs the packager from where it is installed', async () => {
    const lines: string[] = []
    const run = await runProgram(
      sandbox,
      request(['--version'], { program: 'packager', onLine: (line) => lines.push(line) }),
    )
    expect(run.end).toEqual({ kind: 'exited', code: 0 })
    expect(lines.join()).toContain('packager version')
  })

  it('ends a program with its signal, and rejects with the reason', async () => {
    const stop = new AbortController()
    const running = runProgram(sandbox, request([...ENDLESS, '-f', 'null', '-'], { signal: stop.signal }))
    await sleep(500)
    const started = Date.now()
    stop.abort(new Error('the run was cancelled'))
    await expect(running).rejects.toThrow('the run was cancelled')
    // Its time is over 20 s later.
    expect(Date.now() - started).toBeLessThan(10_000)
  })

  it('ends a program when its time is over', async () => {
    const run = await runProgram(sandbox, request([...ENDLESS, '-f', 'null', '-'], { timeoutMs: 500 }))
    expect(run.end).toEqual({ kind: 'timed-out' })
  })

  it('ends a program that comes no further', async () => {
    // Nobody ever writes into it: ffmpeg waits for its first byte, deaf to being asked to end.
    await execa('mkfifo', ['-m', '666', join(folder, 'silent')])
    const run = await runProgram(
      sandbox,
      request(['-nostdin', '-y', '-v', 'error', '-i', 'silent', '-f', 'null', '-', '-progress', 'pipe:1'], {
        patience: { lookMs: 50, idleMs: 200, busySeconds: 60 },
      }),
    )
    expect(run.end).toEqual({ kind: 'stood-still' })
  })

  it.runIf(process.platform === 'linux')('ends a program that writes too much', async () => {
    if (!sandbox.prlimit) return
    const args = [
      '-nostdin',
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      'nullsrc=s=640x480:d=9',
      '-f',
      'rawvideo',
      'big',
    ]
    const run = await runProgram(sandbox, request(args, { limits: { ...limits, fileBytes: 1_000_000 } }))
    expect(run.end).toEqual({ kind: 'too-large' })
  })

  it.runIf(process.platform === 'linux')('dies with a worker that is killed', async () => {
    if (!sandbox.setpriv) return
    const script = `
      import { runProgram } from ${JSON.stringify(new URL('../../dist/ffmpeg/run-program.js', import.meta.url).href)}
      const request = ${JSON.stringify(request([...ENDLESS, '-f', 'null', '-']))}
      runProgram(${JSON.stringify(sandbox)}, { ...request, signal: new AbortController().signal })
    `
    const worker = execa('node', ['--input-type=module', '-e', script], { reject: false })
    const child = await waitForFfmpeg(worker.pid)
    worker.kill('SIGKILL')
    await worker
    await expect.poll(() => isAlive(child)).toBe(false)
  })
})

/** The pid of the ffmpeg somewhere below a process. */
async function waitForFfmpeg(pid: number | undefined): Promise<number> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const found = await findFfmpeg(pid)
    if (found !== undefined) return found
    await sleep(50)
  }
  throw new Error('ffmpeg did not start')
}

async function findFfmpeg(pid: number | undefined): Promise<number | undefined> {
  if (pid === undefined) return undefined
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
  return name.startsWith('ffmpeg') ? pid : findFfmpeg(await firstChild(pid))
}

async function firstChild(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  return Number(text.split(' ')[0]) || undefined
}

describe('endOf', () => {
  it.each([
    [0, { kind: 'exited', code: 0 }],
    [69, { kind: 'exited', code: 69 }],
    [255, { kind: 'exited', code: 255 }],
    [128 + 9, { kind: 'killed', signal: 9 }],
    [128 + 11, { kind: 'crashed', signal: 11 }],
    [128 + 24, { kind: 'timed-out' }],
    [128 + 25, { kind: 'too-large' }],
  ])('%i', (code, end) => {
    expect(endOf(code)).toEqual(end)
  })
})

describe('childSeconds', () => {
  it('adds the user and system time of the second line', () => {
    expect(childSeconds('0m0.000000s 0m0.010000s\n1m11.030000s 0m2.190000s\n')).toBeCloseTo(73.22)
    expect(childSeconds('')).toBe(0)
  })
})
