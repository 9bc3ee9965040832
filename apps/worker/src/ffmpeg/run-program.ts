import { once } from 'node:events'
import { createReadStream, type ReadStream } from 'node:fs'
import { isAbsolute } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { execa } from 'execa'
import { cutLines } from './cut-lines.ts'
import { type ProgramName, programPath } from './find-programs.ts'
import { prepareView } from './prepare-view.ts'
import { type RunLimits, type Sandbox, sandboxedCommand } from './sandbox.ts'
import { createTail } from './tail.ts'
import { terminateOn } from './terminate.ts'
import { watchMemory } from './watch-memory.ts'
import { type Patience, watchStandstill } from './watch-standstill.ts'

export interface RunRequest {
  readonly program: ProgramName
  readonly args: readonly string[]
  /** Working folder; every file in `args` is relative to it, so that no parent folder need be open. */
  readonly folder: string
  readonly limits: RunLimits
  /** Wall time in ms after which the run is ended. */
  readonly timeoutMs: number
  /** When it fires, the run is ended and `runProgram` rejects with its reason. */
  readonly signal: AbortSignal
  /** Each line of standard output as it comes, cut to MAX_LINE_BYTES. Nothing of it is kept. */
  readonly onLine?: (line: string) => void
  /** It reports its progress on standard output, as `ffmpeg -progress` does, and is ended where it comes no further. */
  readonly patience?: Patience
}

/** How a run ended. The exit status, the signal and what the kernel counts decide; nothing is read out of the log. */
export type RunEnd =
  | { readonly kind: 'exited'; readonly code: number }
  /** Its wall or CPU time ran out. */
  | { readonly kind: 'timed-out' }
  /** It came no further. */
  | { readonly kind: 'stood-still' }
  /** It wrote more than it may. */
  | { readonly kind: 'too-large' }
  /** It came up against its limit of memory, or the kernel ended it when the machine had none left. */
  | { readonly kind: 'out-of-memory' }
  /** It stumbled over its input: ffmpeg 5.1's mpeg4 decoder aborts on some damaged pictures. */
  | { readonly kind: 'crashed'; readonly signal: number }
  /** Somebody else ended it. */
  | { readonly kind: 'killed'; readonly signal: number }

export interface RunResult {
  readonly end: RunEnd
  /** User and system time of the program and all its threads, to 10 ms. */
  readonly cpuSeconds: number
  /** The most memory that it held at once, in bytes; 0 where it ended at once, or this machine does not say. */
  readonly peakBytes: number
  /** The last 4 KiB of standard error, for people. */
  readonly log: string
}

/** Programs see nothing of our environment: it holds the keys of the object store. */
const ENVIRONMENT = { PATH: process.env.PATH, LANG: 'C', AV_LOG_FORCE_NOCOLOR: '1' }

/** The shell's own word for «not found» and «not executable» (POSIX 2.8.2). */
const NOT_STARTED = [126, 127]

/**
 * Runs one program in the sandbox until it ends. It dies with this process, with its signal, and with its time.
 * @throws the signal's reason; Error where the program is not installed
 */
export async function runProgram(sandbox: Sandbox, request: RunRequest): Promise<RunResult> {
  request.signal.throwIfAborted()
  const path = programPath(request.program)
  // A file is opened by us and run by descriptor: under another identity, or in a view, there may be no way to it.
  const isOutOfReach = sandbox.uid !== null || sandbox.view !== null
  const binary = isOutOfReach && isAbsolute(path) ? await openFile(path) : null
  try {
    return await runOpened(sandbox, request, binary, path).catch(async (error: unknown) => {
      if (!(error instanceof NotStarted) || sandbox.view === null) throw error
      // What cleans temporary folders may have taken the view away.
      await prepareView(sandbox.view)
      return runOpened(sandbox, request, binary, path)
    })
  } finally {
    binary?.destroy()
  }
}

/** The program is not installed, or its sandbox could not be put up. */
class NotStarted extends Error {
  override readonly name = 'NotStarted'
}

async function runOpened(
  sandbox: Sandbox,
  request: RunRequest,
  binary: ReadStream | null,
  path: string,
): Promise<RunResult> {
  // Programs read no standard input, so the binary itself may stand there.
  const program = binary ? '/proc/self/fd/0' : path
  const [command = '', ...args] = sandboxedCommand(sandbox, request.limits, program, request.args)
  const child = execa(command, args, {
    cwd: request.folder,
    env: ENVIRONMENT,
    extendEnv: false,
    // A group of its own, so that a signal reaches the shell and the program alike.
    detached: true,
    stdio: [binary ?? 'ignore', 'pipe', 'pipe', 'pipe'],
    buffer: false,
    reject: false,
  })
  const log = createTail(4096)
  const times = createTail(256)
  child.stderr.on('data', log.add)
  child.stdio[3].on('data', times.add)
  const termination = terminateOn(child.pid, request.signal, request.timeoutMs)
  const memory = watchMemory(child.pid)
  const standstill =
    request.patience && watchStandstill(child.pid, request.patience, () => termination.end('standstill'))
  const readers = [standstill?.read, request.onLine].filter((reader) => reader !== undefined)
  const [result] = await Promise.all([child, readLines(child.stdout, readers)])
  termination.dispose()
  memory.dispose()
  standstill?.dispose()
  request.signal.throwIfAborted()
  const peak = memory.peak()
  const used = { cpuSeconds: childSeconds(times.text()), peakBytes: peak.resident, log: log.text() }
  const cause = termination.cause()
  if (cause) {
    const kind = cause === 'standstill' ? 'stood-still' : 'timed-out'
    return { end: { kind }, ...used }
  }
  const code = result.exitCode ?? 128 + 9
  if (NOT_STARTED.includes(code)) throw new NotStarted(`${request.program} cannot be started: ${used.log}`)
  const seen = { addressBytes: peak.address, hasKernelKilled: memory.hasKernelKilled() }
  return { end: unlessStarved(endOf(code), seen, request.limits), ...used }
}

async function openFile(path: string): Promise<ReadStream> {
  const stream = createReadStream(path)
  await once(stream, 'open')
  return stream
}

/** A hundred times the longest that we ask for. */
const MAX_LINE_BYTES = 1_000_000

async function readLines(stdout: Readable, readers: readonly ((line: string) => void)[]): Promise<void> {
  if (readers.length === 0) {
    stdout.resume()
    return
  }
  for await (const line of createInterface({ input: stdout.pipe(cutLines(MAX_LINE_BYTES)) }))
    for (const read of readers) read(line)
}

/** What a program does to itself: SIGILL, SIGABRT, SIGBUS (7 on Linux, 10 on macOS), SIGFPE, SIGSEGV, SIGSYS. */
const CRASHES = [4, 6, 7, 8, 10, 11, 31]
const SIGXCPU = 24
const SIGXFSZ = 25

/** A shell reports a signalled child as 128 + signal; ffmpeg's own statuses are 0, 1, 69, 123 and 255. */
export function endOf(code: number): RunEnd {
  const signal = code - 128
  if (signal <= 0 || signal > 64) return { kind: 'exited', code }
  if (signal === SIGXCPU) return { kind: 'timed-out' }
  if (signal === SIGXFSZ) return { kind: 'too-large' }
  return CRASHES.includes(signal) ? { kind: 'crashed', signal } : { kind: 'killed', signal }
}

/** Of its limit: a program that was refused more had taken nearly all of it, since no one piece that it asks for is large. */
const NEARLY_ALL = 0.9
const SIGKILL = 9

/**
 * The end as it is where memory is to blame. A program that is refused some says no more than that it failed, or it crashes, which
 * looks like the fault of what it read.
 */
export function unlessStarved(
  end: RunEnd,
  { addressBytes, hasKernelKilled }: { readonly addressBytes: number; readonly hasKernelKilled: boolean },
  { memoryBytes }: Pick<RunLimits, 'memoryBytes'>,
): RunEnd {
  const starved = { kind: 'out-of-memory' } as const
  if (end.kind === 'killed') return end.signal === SIGKILL && hasKernelKilled ? starved : end
  const failed = end.kind === 'crashed' || (end.kind === 'exited' && end.code !== 0)
  return failed && addressBytes >= NEARLY_ALL * memoryBytes ? starved : end
}

/** The second line of POSIX `times`: `0m1.23s 0m0.04s`, the children's user and system time. */
export function childSeconds(report: string): number {
  const last = report.trim().split('\n')[1] ?? ''
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
    0,
  )
}
