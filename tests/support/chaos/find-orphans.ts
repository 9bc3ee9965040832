import { readdir, readFile, readlink } from 'node:fs/promises'

/** A process that outlived who started it. */
export type Orphan = { pid: number; command: string }

/**
 * Processes of an installation that nobody looks after: a decoder in the scratch folder of a worker that is dead, or
 * a program of this home that has lost its supervisor.
 */
export async function findOrphans(home: string): Promise<Orphan[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const alive = new Set(pids)
  const found = await Promise.all(pids.map((pid) => lookAt(pid)))
  return found
    .filter((seen) => seen !== null)
    .filter(({ cwd, command, parent }) => {
      const worker = Number(/\/worker-(\d+)\//.exec(`${cwd}/`)?.[1])
      if (worker > 0) return !alive.has(worker)
      return parent === 1 && (cwd.startsWith(home) || command.includes(home))
    })
    .map(({ pid, command }) => ({ pid, command }))
}

/** Null where the process is gone, or has ended and only waits for its parent to ask how. */
async function lookAt(pid: number) {
  try {
    const [stat, command, cwd] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readlink(`/proc/${pid}/cwd`),
    ])
    const [, state, parent] = /\) (\S) (\d+)/.exec(stat) ?? []
    return state === 'Z' ? null : { pid, parent: Number(parent), cwd, command: command.replaceAll('\0', ' ') }
  } catch {
    return null
  }
}
