import { readFileSync } from 'node:fs'
import path from 'node:path'
import { identifyProcess, type ProcessIdentity } from '../processes/identify-process.ts'
import type { Home } from '../settings/home.ts'

/** The server that runs on this home's data, by the first line of its postmaster.pid. */
export function findPostmaster(home: Home): ProcessIdentity | undefined {
  const data = path.join(home.postgres, 'data')
  const pid = Number.parseInt(read(path.join(data, 'postmaster.pid')), 10)
  if (!Number.isInteger(pid) || !isServerOf(pid, data)) return undefined
  return identifyProcess(pid)
}

/** A pid may belong to another process by now; where /proc does not tell, PostgreSQL's own check has to do. */
function isServerOf(pid: number, data: string): boolean {
  if (process.platform !== 'linux') return true
  const words = read(`/proc/${pid}/cmdline`).split('\0')
  return path.basename(words[0] ?? '') === 'postgres' && words.includes(data)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
