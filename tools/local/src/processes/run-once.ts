import { createWriteStream } from 'node:fs'
import { identifyProcess } from './identify-process.ts'
import type { Part } from './part.ts'
import type { PartEvents, RunningPart } from './run-part.ts'
import { ending, spawnPart } from './spawn-part.ts'
import { killGroup, terminateGroup } from './terminate-group.ts'

/** Starts a program that is to end by itself; only how a failed one ended is reported. */
export async function runOnce(part: Part, logFile: string, events: PartEvents): Promise<RunningPart> {
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 })
  const child = await spawnPart(part, log)
  const identity = child.pid === undefined ? undefined : identifyProcess(child.pid)
  if (identity) events.started(part, identity)
  let stopping = false
  const ended = ending(child).then((how) => {
    log.end()
    if (!stopping && how !== 'exit status 0') events.ended(part, how)
  })
  return {
    part,
    ready: Promise.resolve(),
    stop: async () => {
      stopping = true
      if (identity) await terminateGroup(identity, part.stopSignal, part.stopWithinMs)
      await ended
    },
    kill: () => child.exitCode === null && child.pid !== undefined && killGroup(child.pid),
  }
}
