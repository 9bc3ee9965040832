import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '@marquee/service/testing'
import { REPOSITORY } from '../support/repository.ts'
import { type Installation, joinSystem } from './join-system.ts'

const PORTS = [
  'WEB_PORT',
  'API_PORT',
  'EDGE_PORT',
  'POSTGRES_PORT',
  'REDIS_PORT',
  'OBJECT_STORE_PORT',
  'LAN_PORT',
]

/** Where the installation that runs for these tests would be, were they given one. */
const OUTER = /^(PUBLIC_|S3_|AWS_|API_INTERNAL_URL|DATABASE_URL|QUEUE_REDIS_URL|CACHE_REDIS_URL|.*_SECRET$)/

/** A whole Marquee of the caller's own. */
export type OwnSystem = Installation & {
  /** From typing the command to «ready». */
  readyAfterMs: number
  /** Kills everything at once, as a machine does that loses its power, and starts it again at the same ports. */
  cutPower(): Promise<void>
  stop(): Promise<void>
}

export type OwnSystemOptions = {
  /** Another checkout than this one. */
  repository?: string
  /** A folder that is kept; by default a temporary one, taken away at the end. */
  home?: string
  /** Variables that it is given, beside ports. */
  env?: Readonly<Record<string, string>>
  /** More words for its command line. */
  args?: readonly string[]
}

/** `npm start` on free ports: the demo accounts, no videos. */
export async function startOwnSystem(options: OwnSystemOptions = {}): Promise<OwnSystem> {
  const home = options.home ?? (await mkdtemp(path.join(tmpdir(), 'marquee-own-')))
  const own = Object.entries(process.env).filter(([name]) => !OUTER.test(name))
  const free = new Set<number>()
  while (free.size < PORTS.length) free.add(await ownPort())
  const ports = [...free].map((port, index) => [PORTS[index], String(port)])
  const start = async () => {
    const started = spawn(
      process.execPath,
      ['tools/local/bootstrap/start.mjs', '--accounts-only', ...(options.args ?? [])],
      {
        cwd: options.repository ?? REPOSITORY,
        env: { ...Object.fromEntries([...own, ...ports]), ...options.env, MARQUEE_HOME: home },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await untilReady(started)
    return started
  }
  const startedAt = performance.now()
  let child = await start()
  const readyAfterMs = performance.now() - startedAt
  return {
    ...(await joinSystem(home)),
    readyAfterMs,
    cutPower: async () => {
      await killAll(home, child)
      child = await start()
    },
    stop: async () => {
      child.kill('SIGTERM')
      await ended(child)
      if (!options.home) await rm(home, { recursive: true, force: true })
    },
  }
}

/** The supervisor first, which would start again what dies; then each part with all that it started. */
async function killAll(home: string, supervisor: ChildProcess): Promise<void> {
  supervisor.kill('SIGKILL')
  await ended(supervisor)
  const records = await readdir(path.join(home, 'run'))
  for (const record of records.filter((name) => name !== 'supervisor.json')) {
    const { pid } = JSON.parse(await readFile(path.join(home, 'run', record), 'utf8')) as { pid: number }
    try {
      process.kill(-pid, 'SIGKILL')
    } catch (error) {
      // It had just died, and nobody is left to start another.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += chunk
      if (said.includes('Marquee is ready')) resolve()
    })
    child.once('exit', (status) => reject(new Error(`npm start ended with ${status}:\n${said}`)))
  })
}

/** Test workers that look at the same moment look in halves of their own. */
function ownPort(): Promise<number> {
  const from = 20_000 + (Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 2) * 6_384
  return freePort(from, from + 6_384)
}
