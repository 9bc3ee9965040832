import type { ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { identifyProcess, type ProcessIdentity } from './identify-process.ts'
import type { Part } from './part.ts'
import { nextRestartDelay } from './restart-delay.ts'
import { ending, spawnPart } from './spawn-part.ts'
import { killGroup, terminateGroup } from './terminate-group.ts'

/** Between two looks at a part that has no event to say that it is ready. */
const LOOK_EVERY_MS = 50
/** One look may take this long. */
const LOOK_WITHIN_MS = 2_000

/** What a running part tells its owner. */
export interface PartEvents {
  started: (part: Part, identity: ProcessIdentity) => void
  /** `restartInMs` is undefined for what is not started again. */
  ended: (part: Part, how: string, restartInMs?: number) => void
}

/** A part under supervision. */
export interface RunningPart {
  part: Part
  /** Resolves at the first readiness; rejects when the part died before it, or `withinMs` passed. */
  ready: Promise<void>
  /** Asks the part to leave, then kills its group; resolves when it is gone. Safe to call twice. */
  stop: () => Promise<void>
  /** SIGKILL to its group, at once. */
  kill: () => void
}

/** A part that could not be brought up; the message names it and its log. */
export class PartFailed extends Error {
  override name = 'PartFailed'
  readonly logFile: string

  constructor(message: string, logFile: string) {
    super(`${message}; see ${logFile}`)
    this.logFile = logFile
  }
}

/**
 * Starts a part in a process group of its own, logs it to `logFile`, and starts it again with growing pauses
 * whenever it dies after having been ready once.
 */
export function runPart(
  part: Part,
  logFile: string,
  events: PartEvents,
  { readyWithinMs }: { readyWithinMs: number },
): RunningPart {
  const stopping = new AbortController()
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  let child: ChildProcess | undefined
  let identity: ProcessIdentity | undefined

  const start = async (): Promise<void> => {
    await part.prepare?.()
    if (stopping.signal.aborted) return
    child = await spawnPart(part, log)
    identity = child.pid === undefined ? undefined : identifyProcess(child.pid)
    if (identity) events.started(part, identity)
    // Asked to stop while it was being started.
    if (identity && stopping.signal.aborted)
      await terminateGroup(identity, part.stopSignal, part.stopWithinMs)
  }

  const keepAlive = async (): Promise<void> => {
    for (let restarts = 0; !stopping.signal.aborted; restarts += 1) {
      const since = Date.now()
      const how = child === undefined ? 'could not start' : await ending(child)
      if (child?.pid !== undefined) killGroup(child.pid)
      if (stopping.signal.aborted) return
      if (Date.now() - since > 60_000) restarts = 0
      const pause = nextRestartDelay(restarts)
      log.write(`[marquee] ${part.name} ended (${how}); it starts again in ${pause} ms\n`)
      events.ended(part, how, pause)
      await delay(pause, undefined, { signal: stopping.signal }).catch(() => undefined)
      child = undefined
      await start().catch((error: unknown) => log.write(`[marquee] ${String(error)}\n`))
    }
  }

  const begin = async (): Promise<void> => {
    await start()
    if (child === undefined) return
    await firstReadiness(part, child, stopping.signal, readyWithinMs, logFile)
    kept = keepAlive()
  }

  let kept: Promise<void> | undefined
  const ready = begin()
  ready.catch(() => undefined)

  const stop = async (): Promise<void> => {
    stopping.abort()
    await ready.catch(() => undefined)
    if (identity) await terminateGroup(identity, part.stopSignal, part.stopWithinMs)
    await kept
    log.end()
  }

  return { part, ready, stop, kill: () => child?.pid !== undefined && killGroup(child.pid) }
}

async function firstReadiness(
  part: Part,
  child: ChildProcess,
  stopping: AbortSignal,
  withinMs: number,
  logFile: string,
): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!stopping.aborted) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new PartFailed(`${part.name} ended (${await ending(child)}) before it was ready`, logFile)
    }
    const look = AbortSignal.any([stopping, AbortSignal.timeout(LOOK_WITHIN_MS)])
    if (await part.isReady(look).catch(() => false)) return
    if (Date.now() > deadline) {
      throw new PartFailed(`${part.name} was not ready after ${withinMs / 1_000} s`, logFile)
    }
    await delay(LOOK_EVERY_MS)
  }
}
