import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Installation } from '../../stage/join-system.ts'
import { REPOSITORY } from '../repository.ts'
import { type FarMachine, openFarMachine } from './far-machine.ts'

/** A worker on a machine that shares nothing with the installation but PostgreSQL, Redis and the object store. */
export type FarWorker = Pick<FarMachine, 'setWire'> & {
  /** As it stands before the second colon of a worker's id. */
  pid: number
  close(): Promise<void>
}

const REACHED = ['DATABASE_URL', 'QUEUE_REDIS_URL', 'CACHE_REDIS_URL', 'S3_ENDPOINT']

export async function startFarWorker({ env }: Installation, index: number): Promise<FarWorker> {
  const machine = await openFarMachine(index)
  const disk = await mkdtemp(path.join(tmpdir(), 'marquee-far-'))
  // Decoders have another identity than their worker.
  await chmod(disk, 0o711)
  const reached: Record<string, string> = {}
  for (const name of REACHED) reached[name] = await machine.reach(env[name] ?? '')
  const [command = '', ...words] = machine.prefix
  const child = spawn(command, [...words, process.execPath, 'apps/worker/dist/bin/worker.js'], {
    cwd: REPOSITORY,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...env,
      ...reached,
      PATH: process.env.PATH,
      WORKER_ROLES: 'encode,light',
      WORKER_HEALTH_PORT: '0',
      LOG_LEVEL: 'error',
      WORKER_SCRATCH: path.join(disk, 'scratch'),
      ENCODE_CONCURRENCY: '1',
    },
  })
  return {
    pid: child.pid ?? 0,
    setWire: machine.setWire,
    async close() {
      await end(child)
      await machine.close()
      await rm(disk, { recursive: true, force: true })
    },
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
