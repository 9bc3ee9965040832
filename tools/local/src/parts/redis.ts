import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { Redis } from 'ioredis'
import type { Part } from '../processes/part.ts'
import type { Home } from '../settings/home.ts'

/** Where the embedded server listens and who may enter. */
export interface RedisOptions {
  home: Home
  port: number
  password: string
}

/** Debian's redis-server, append-only, on the loopback address, never evicting (BullMQ loses jobs otherwise). */
export function redisPart({ home, port, password }: RedisOptions): Part {
  const config = path.join(home.redis, 'redis.conf')
  return {
    name: 'redis',
    command: 'redis-server',
    args: [config],
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
    cwd: home.redis,
    stopSignal: 'SIGTERM',
    stopWithinMs: 10_000,
    // In a file, since command lines are there for every user of the machine to read.
    prepare: async () => writeFileSync(config, redisConfig(home.redis, port, password), { mode: 0o600 }),
    isReady: () => answers(port, password),
  }
}

/** redis.conf(5) of the embedded server; a fact a line. */
export function redisConfig(folder: string, port: number, password: string): string {
  return [
    `dir "${folder}"`,
    `port ${port}`,
    // Programs use two; each group of tests has one to itself.
    'databases 64',
    'bind 127.0.0.1',
    `requirepass ${password}`,
    'appendonly yes',
    'appendfsync everysec',
    'save ""',
    'maxmemory-policy noeviction',
    'daemonize no',
    '',
  ].join('\n')
}

/** Loading its file is not ready; a wrong password means that a stranger's server has the port. */
async function answers(port: number, password: string): Promise<boolean> {
  const client = new Redis({
    port,
    host: '127.0.0.1',
    password,
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.ping()) === 'PONG'
  } finally {
    client.disconnect()
  }
}
