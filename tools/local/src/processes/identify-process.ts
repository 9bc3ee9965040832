import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process that can be told from a later one that got the same pid. */
export interface ProcessIdentity {
  pid: number
  /** An opaque stamp of the moment it started: clock ticks since boot (Linux) or `ps`'s date (elsewhere). */
  startedAt: string
}

/** The identity of a live process, or undefined when no such process runs (a zombie does not). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startTicks(pid) : startDate(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

/** True while exactly this process, and not a later one with its pid, runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt
}

/** proc(5): field 3 is the state, field 22 the start time; field 2 may itself contain spaces and brackets. */
function startTicks(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19]
  } catch {
    return undefined
  }
}

function startDate(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
