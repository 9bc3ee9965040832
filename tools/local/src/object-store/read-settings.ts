import { join, resolve } from 'node:path'
import { isBucketName } from './operations/buckets.ts'
import type { Credentials } from './signature/authenticate.ts'

export interface ObjectStoreSettings {
  port: number
  /** Of /metrics and readiness; 0 for none. */
  healthPort: number
  /** The address to listen on; undefined for all, so that a phone in the same network can upload. */
  host: string | undefined
  /** The folder that holds everything. */
  data: string
  credentials: Credentials
  region: string
  /** Made at start where they are missing. */
  buckets: string[]
  corsOrigins: string[]
  /** The length of a lifecycle's day, in milliseconds. */
  dayMs: number
  /** Log every request, not only those that fail inside. */
  logsRequests: boolean
}

/** All that is wrong with the environment, at once. */
export class SettingsError extends Error {
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(`The environment is not complete: ${problems.join('; ')}`)
    this.name = 'SettingsError'
    this.problems = problems
  }
}

const DAY_SECONDS = 86_400

/** Parsed by hand: this program stands on Node alone. @throws SettingsError */
export function readSettings(env: NodeJS.ProcessEnv): ObjectStoreSettings {
  const problems: string[] = []
  const required = (name: string) => {
    const value = env[name]
    if (!value) problems.push(`${name} is missing`)
    return value ?? ''
  }
  const port = Number(env.OBJECT_STORE_PORT ?? 19_000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('OBJECT_STORE_PORT is not a port')
  const healthPort = Number(env.OBJECT_STORE_HEALTH_PORT || 0)
  if (!Number.isInteger(healthPort) || healthPort < 0 || healthPort > 65_535)
    problems.push('OBJECT_STORE_HEALTH_PORT is not a port')
  const daySeconds = Number(env.OBJECT_STORE_DAY_SECONDS || DAY_SECONDS)
  if (!(daySeconds > 0)) problems.push('OBJECT_STORE_DAY_SECONDS is not a number of seconds')
  const data = env.OBJECT_STORE_DATA ?? (env.MARQUEE_HOME && join(env.MARQUEE_HOME, 'object-store'))
  if (!data) problems.push('OBJECT_STORE_DATA or MARQUEE_HOME must name a folder')
  const buckets = Object.entries(env).flatMap(([name, bucket = '']) => {
    if (!name.startsWith('S3_BUCKET_')) return []
    if (!isBucketName(bucket)) problems.push(`${name} is not the name of a bucket`)
    return [bucket]
  })
  const settings = {
    port,
    healthPort,
    host: env.OBJECT_STORE_HOST || env.LISTEN_HOST || undefined,
    data: resolve(data ?? ''),
    credentials: {
      accessKeyId: required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
    },
    region: env.S3_REGION || 'us-east-1',
    buckets: [...new Set(buckets)],
    corsOrigins: (env.OBJECT_STORE_CORS_ORIGINS || '*').split(',').map((origin) => origin.trim()),
    dayMs: daySeconds * 1_000,
    logsRequests: env.LOG_LEVEL === 'debug' || env.LOG_LEVEL === 'trace',
  }
  if (problems.length > 0) throw new SettingsError(problems)
  return settings
}
