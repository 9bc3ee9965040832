import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Something that programs stand on and a test may take away. */
export interface StoppablePart {
  readonly port: number
  start(): Promise<void>
  /** Ends it as a power cut would. */
  stop(): Promise<void>
  /** Stops it and removes what it kept. */
  close(): Promise<void>
}

/** A Redis of the test's own. */
export async function openRedis(): Promise<StoppablePart> {
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-redis-'))
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  return openProcess(port, folder, () => spawn('redis-server', args, { stdio: 'ignore' }))
}

/** An object store of the test's own, with the names and keys of the stage's. */
export async function openObjectStore(): Promise<StoppablePart> {
  const program = path.resolve(import.meta.dirname, '../../../../tools/local/dist/bin/object-store.js')
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-objects-'))
  const port = await freePort()
  const env = {
    ...process.env,
    OBJECT_STORE_PORT: String(port),
    OBJECT_STORE_HOST: '127.0.0.1',
    OBJECT_STORE_DATA: folder,
    OBJECT_STORE_HEALTH_PORT: '',
  }
  return openProcess(port, folder, () => spawn(process.execPath, [program], { env, stdio: 'ignore' }))
}

/**
 * Passes bytes on to a server that others use too; stopped, it is as if that server were gone.
 * @param host an address of this machine to be reached at
 */
export async function openRelay(
  { hostname, port: targetPort }: URL,
  host = '127.0.0.1',
): Promise<StoppablePart> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(targetPort), hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy()).once('close', () => open.delete(from))
    }
  })
  const port = await freePort()
  await once(server.listen(port, host), 'listening')
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of open) socket.destroy()
    await closed
  }
  return {
    port,
    async start() {
      await once(server.listen(port, host), 'listening')
    },
    stop,
    close: () => (server.listening ? stop() : Promise.resolve()),
  }
}

async function openProcess(port: number, folder: string, launch: () => ChildProcess): Promise<StoppablePart> {
  let child: ChildProcess | undefined
  const stop = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  const start = async () => {
    child = launch()
    await untilListening(port, child)
  }
  await start()
  return {
    port,
    start,
    stop,
    async close() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`It exited with ${child.exitCode}`)
    const socket = connect(port, '127.0.0.1')
    const listens = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    socket.destroy()
    if (listens) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

/** One that is free now, below the kernel's ephemeral range, so that no outgoing connection takes it meanwhile. */
export async function freePort(from = 20_000, to = 32_768): Promise<number> {
  const port = randomInt(from, to)
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, () => resolve(true))
  })
  if (!free) return freePort(from, to)
  await new Promise((resolve) => server.close(resolve))
  return port
}
