import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Variables } from './stage-programs.ts'

const STAGE = path.resolve(import.meta.dirname, '../../../../../tools/local/bootstrap/stage.mjs')
/** Says what the stage set, then stays until its standard input ends. */
const HOLD = 'console.log(JSON.stringify(process.env)); process.stdin.resume()'

/** PostgreSQL, Redis and an object store that a test may kill without taking them from others. */
export interface OwnStage {
  readonly variables: Variables
  /** Kills the program that listens there, really; the stage's supervisor starts it again. */
  kill(port: 'POSTGRES_PORT' | 'REDIS_PORT' | 'OBJECT_STORE_PORT'): Promise<void>
  close(): Promise<void>
}

export async function openOwnStage(): Promise<OwnStage> {
  const child = spawn(process.execPath, [STAGE, process.execPath, '-e', HOLD], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  const exited = once(child, 'exit')
  const variables = await new Promise<Variables>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) resolve(JSON.parse(line) as Variables)
    })
    void exited.then(() => reject(new Error('The stage did not start.')))
  })
  return {
    variables,
    async kill(port) {
      const pid = await findListener(Number(variables[port]))
      process.kill(pid, 'SIGKILL')
    },
    async close() {
      child.stdin.end()
      await exited
    },
  }
}

/** The process that listens on a port of this machine: its socket's inode is in /proc/net/tcp, and in its /proc/<pid>/fd. */
async function findListener(port: number): Promise<number> {
  const inode = await findInode(port)
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const links = await readLinks(`/proc/${pid}/fd`)
    if (links.includes(`socket:[${inode}]`)) return Number(pid)
  }
  throw new Error(`Nobody listens on port ${port}.`)
}

async function findInode(port: number): Promise<string> {
  const LISTEN = '0A'
  const hex = port.toString(16).toUpperCase().padStart(4, '0')
  const lines = (await readFile('/proc/net/tcp', 'utf8')).split('\n').map((line) => line.trim().split(/\s+/))
  const found = lines.find(([, local, , state]) => local?.endsWith(`:${hex}`) && state === LISTEN)
  return found?.[9] ?? Promise.reject(new Error(`Port ${port} is not open.`))
}

async function readLinks(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  return Promise.all(names.map((name) => readlink(path.join(folder, name)).catch(() => '')))
}
