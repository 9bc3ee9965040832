import { readFileSync } from 'node:fs'

/** The process in which a program itself runs: what stands around it starts one child each. */
export function innermost(pid: number): number {
  const child = Number(readProc(`/proc/${pid}/task/${pid}/children`).split(' ')[0])
  return child > 0 ? innermost(child) : pid
}

/** Whether there is such a process, and we may signal it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Ticks of a second in which the kernel counts for all that ask (proc(5), USER_HZ). */
const TICKS = 100

/** User and system time of a process and all its threads so far; null where this machine does not say. */
export function cpuSecondsOf(pid: number): number | null {
  const stat = readProc(`/proc/${pid}/stat`)
  if (stat === '') return null
  // The second field is a name, which may hold spaces and brackets; these are the fourteenth and the fifteenth.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return (Number(user) + Number(system)) / TICKS
}

/** A file of proc(5). Empty where there is none: the process is gone, or this is no Linux. */
export function readProc(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
