import { connect } from 'node:net'
import { systemVariables } from '../parts/program-variables.ts'
import type { Part } from '../processes/part.ts'
import type { Ports } from '../settings/ports.ts'
import { builtFile, REPOSITORY } from '../settings/repository.ts'
import type { LanCertificate } from './keep-certificate.ts'

/** The front door as a program of its own. All addresses: the certificate says which of them is meant. */
export function lanPart(ports: Ports, files: LanCertificate, buckets: readonly string[]): Part {
  const { lan: port, web, edge, objectStore } = ports
  const settings = { host: '0.0.0.0', port, files, targets: { web, edge, objectStore, buckets } }
  return {
    name: 'lan',
    command: process.execPath,
    args: ['--enable-source-maps', builtFile('tools/local/dist/bin/lan-front.js'), JSON.stringify(settings)],
    env: { ...systemVariables(), NODE_ENV: 'production' },
    cwd: REPOSITORY,
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
    isReady: (signal) => accepts(port, signal),
  }
}

function accepts(port: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', signal })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
