import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort, type StoppablePart } from './stoppable-parts.ts'

/** Of tools/local, which runs PostgreSQL for `npm start`; no package may import it. */
interface LocalPostgres {
  openHome(root: string): object
  postgresPart(options: { home: object; port: number; password: string }): {
    readonly command: string
    readonly args: readonly string[]
    readonly env: Record<string, string>
    readonly uid?: number
    readonly gid?: number
    prepare(): Promise<void>
    isReady(): Promise<boolean>
  }
}

const LOCAL = path.resolve(import.meta.dirname, '../../../../tools/local/dist')
const PASSWORD = 'of-a-test'

/** A PostgreSQL of the test's own, with an empty database at `url`. Stopped, it is as after a crash. */
export async function openPostgres(): Promise<StoppablePart & { readonly url: string }> {
  const { openHome, postgresPart } = await importLocal()
  const folder = await mkdtemp(path.join(tmpdir(), 'marquee-postgres-'))
  const port = await freePort()
  const part = postgresPart({ home: openHome(folder), port, password: PASSWORD })
  let child: ChildProcess | undefined

  function launch() {
    const { command, args, env, uid, gid } = part
    return spawn(command, args, { env, cwd: '/', stdio: 'ignore', ...(uid && gid ? { uid, gid } : {}) })
  }
  async function start(): Promise<void> {
    await part.prepare()
    const started = launch()
    child = started
    while (!(await part.isReady().catch(() => false))) {
      if (started.exitCode !== null) throw new Error(`PostgreSQL ended with ${started.exitCode}`)
      await wait(25)
    }
  }
  async function stop(): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    // «Immediate shutdown»: every session is cut, nothing is written, and the next start recovers.
    child.kill('SIGQUIT')
    await exited
  }
  await start()
  return {
    port,
    url: `postgresql://marquee:${PASSWORD}@127.0.0.1:${port}/marquee`,
    start,
    stop,
    async close() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function importLocal(): Promise<LocalPostgres> {
  const [home, postgres] = await Promise.all([
    import(path.join(LOCAL, 'settings/home.js')),
    import(path.join(LOCAL, 'parts/postgres.js')),
  ])
  return { ...home, ...postgres }
}
