import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type BuiltProgram, buildProgram } from './build-program.ts'

export const TEST_BUCKET = 'marquee-test'
export const TEST_REGION = 'us-east-1'
export const TEST_CREDENTIALS = { accessKeyId: 'test-key', secretAccessKey: 'test-secret' }

/** The real program as a process of its own, on a free port, with a data folder that outlives restarts. */
export interface RunningObjectStore {
  endpoint(): string
  pid(): number
  data: string
  /** Ends the process by `signal` and starts it again on the same data. */
  restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>
  /** The exit status. */
  stop(signal?: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  /** Stops it and removes its data. */
  close(): Promise<void>
}

export async function startObjectStore(env: NodeJS.ProcessEnv = {}): Promise<RunningObjectStore> {
  const built = await buildProgram()
  const data = await mkdtemp(join(tmpdir(), 'marquee-objects-'))
  const removeAll = () =>
    Promise.all([data, built.folder].map((folder) => rm(folder, { recursive: true, force: true })))
  let running = await launch(built, data, env).catch(async (error: unknown) => {
    await removeAll()
    throw error
  })

  async function stop(signal: 'SIGKILL' | 'SIGTERM' = 'SIGTERM') {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return running.child.exitCode
    running.child.kill(signal)
    await once(running.child, 'exit')
    return running.child.exitCode
  }

  return {
    data,
    endpoint: () => `http://127.0.0.1:${running.port}`,
    pid: () => running.child.pid ?? 0,
    stop,
    async restart(signal) {
      await stop(signal)
      running = await launch(built, data, env)
    },
    async close() {
      await stop('SIGKILL')
      await removeAll()
    },
  }
}

async function launch({ program }: BuiltProgram, data: string, env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      OBJECT_STORE_PORT: '0',
      OBJECT_STORE_HOST: '127.0.0.1',
      OBJECT_STORE_DATA: data,
      AWS_ACCESS_KEY_ID: TEST_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: TEST_CREDENTIALS.secretAccessKey,
      S3_REGION: TEST_REGION,
      S3_BUCKET_TEST: TEST_BUCKET,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return { child, port: await readyPort(child) }
}

/** The port of the ready line. */
async function readyPort(child: ChildProcess): Promise<number> {
  if (!child.stdout) throw new Error('The program has no output')
  for await (const line of createInterface(child.stdout)) {
    const { msg, port }: { msg: string; port: number } = JSON.parse(line)
    if (msg !== 'ready') continue
    child.stdout.resume()
    return port
  }
  throw new Error('The object store did not become ready')
}
