import { connect } from 'node:net'
import path from 'node:path'
import type { Part } from '../processes/part.ts'
import type { Variables } from '../settings/compose-variables.ts'
import { builtFile } from '../settings/repository.ts'
import { PROGRAM_VARIABLES, pickVariables, systemVariables } from './program-variables.ts'

/**
 * Calls of the disk at once. Writers wait there until their bytes are safe (fsync(2)): with Node's 4, two dozen uploads on a disk
 * that takes a second for each kept a reader waiting for 4 s, and with 64 for 0.2.
 */
const DISK_THREADS = '64'

/** The object store for one machine; it keeps its objects under `MARQUEE_HOME/object-store`. */
export function objectStorePart(variables: Variables, port: number): Part {
  const program = builtFile('tools/local/dist/bin/object-store.js')
  return {
    name: 'object-store',
    command: process.execPath,
    args: [program],
    env: {
      ...systemVariables(),
      ...pickVariables(variables, PROGRAM_VARIABLES['object-store']),
      NODE_ENV: 'production',
      UV_THREADPOOL_SIZE: DISK_THREADS,
    },
    cwd: path.dirname(program),
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
    isReady: (signal) => accepts(port, signal),
  }
}

/** Whether it is ours is settled right after, when our key makes the buckets. */
function accepts(port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', signal })
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
