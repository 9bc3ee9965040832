import path from 'node:path'
import type { Part } from '../processes/part.ts'
import { runOnce } from '../processes/run-once.ts'
import { type PartEvents, type RunningPart, runPart } from '../processes/run-part.ts'
import { removeRunRecord, writeRunRecord } from '../processes/run-records.ts'
import type { Home } from '../settings/home.ts'

const READY_WITHIN_MS = 120_000

/** Parts that run together, started group after group, stopped the other way round. */
export interface Supervision {
  /** Starts parts side by side; resolves when all are ready. A `PartFailed` stops nothing: the caller does. */
  start: (parts: readonly Part[]) => Promise<void>
  /** Runs a program beside the others; it may end, and is not started again. */
  runAside: (part: Part) => Promise<void>
  /** Stops the groups in reverse order of their start. */
  stop: () => Promise<void>
  /** SIGKILL to everything, at once. */
  kill: () => void
}

/** Supervises parts of one home: a log file and a run record each. */
export function supervise(home: Home, report: (line: string) => void): Supervision {
  const groups: RunningPart[][] = []
  let stopping = false
  const events: PartEvents = {
    started: ({ name, stopSignal, stopWithinMs }, identity) =>
      writeRunRecord(home.run, { ...identity, name, stopSignal, stopWithinMs }),
    ended: ({ name }, how, pause) => {
      const next = pause === undefined ? `see ${home.logs}/${name}.log` : `it starts again in ${pause} ms`
      report(`${name} ended (${how}); ${next}`)
    },
  }

  const start = async (parts: readonly Part[]): Promise<void> => {
    if (stopping) throw new Error('stopping')
    const running = parts.map((part) =>
      runPart(part, path.join(home.logs, `${part.name}.log`), events, { readyWithinMs: READY_WITHIN_MS }),
    )
    groups.push(running)
    await Promise.all(running.map(({ ready }) => ready))
  }

  const runAside = async (part: Part): Promise<void> => {
    if (stopping) return
    groups.push([await runOnce(part, path.join(home.logs, `${part.name}.log`), events)])
  }

  const stopOne = async ({ part, stop }: RunningPart): Promise<void> => {
    await stop()
    removeRunRecord(home.run, part.name)
  }

  return {
    start,
    runAside,
    stop: async () => {
      stopping = true
      for (const group of groups.reverse()) await Promise.all(group.map(stopOne))
    },
    kill: () => {
      for (const { kill } of groups.flat()) kill()
    },
  }
}
