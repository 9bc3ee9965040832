import { readFile } from 'node:fs/promises'

/** USER_HZ: the unit of /proc/<pid>/stat times, 100 on every Linux we run on (proc(5)). */
const TICKS_PER_SECOND = 100

/** CPU seconds of a process and of all descendants it has waited for, in /proc/<pid>/stat (proc(5), fields 14 to 17). */
export async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
  return ticks / TICKS_PER_SECOND
}

/** {@link cpuSeconds} of a process and of its children that live: of PostgreSQL's postmaster, all sessions there are and were. */
export async function familyCpuSeconds(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  const pids = children.trim().split(' ').filter(Boolean).map(Number)
  // What ends between the two looks is its parent's from then on.
  const seconds = await Promise.all(pids.map((child) => cpuSeconds(child).catch(() => 0)))
  return seconds.reduce((sum, one) => sum + one, await cpuSeconds(pid))
}

/** The most that was ever resident, in MB of 10⁶ bytes (VmHWM). */
export async function peakResidentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return (Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) * 1024) / 1e6
}
