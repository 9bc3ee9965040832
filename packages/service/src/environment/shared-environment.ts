import { z } from 'zod'
import { tracingEnvironment } from '../tracing/start-tracing.ts'

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
const origin = httpUrl.transform((url) => url.replace(/\/+$/, ''))
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must be a redis:// or rediss:// URL' })
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })

/** A TCP port; 0 lets the system choose, which tests use. */
export const port = z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535)

/** `1`, `true`, `yes`, `on` and their opposites. */
export const flag = z.stringbool({ error: 'must be 1 or 0' })

/** A signing secret: 16 characters is the least that is not guessed off line. */
export const secret = z.string().min(16, 'must be at least 16 characters')

/*
 * Pieces of the environment of docs/operations, to be spread into a program's own z.object:
 *   z.object({ ...loggingEnvironment, ...storageEnvironment, EDGE_PORT: port.default(4100) })
 */

export const loggingEnvironment = {
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
}

export const databaseEnvironment = {
  DATABASE_URL: postgresUrl,
}

export const redisEnvironment = {
  QUEUE_REDIS_URL: redisUrl,
  CACHE_REDIS_URL: redisUrl,
}

export const storageEnvironment = {
  S3_ENDPOINT: origin,
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET_ORIGINALS: z.string().default('marquee-originals'),
  S3_BUCKET_TEMPORARY: z.string().default('marquee-temporary'),
  S3_BUCKET_TRANSCODED: z.string().default('marquee-transcoded'),
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
}

/** What every program is told that drains before it stops. */
export const programEnvironment = {
  ...loggingEnvironment,
  ...tracingEnvironment,
  /** The address that servers listen on: `127.0.0.1` keeps other machines out; unset means all addresses. */
  LISTEN_HOST: z.string().optional(),
  /**
   * Seconds that a program may take to finish what runs once it is told to stop; whoever starts it waits longer before
   * it kills. 25, because Kubernetes kills after 30 s.
   */
  DRAIN_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).min(1).max(3_600).default(25),
}

/** What a program is told that writes rows: their ids carry the number of its region. */
export const writingEnvironment = {
  ...databaseEnvironment,
  ...redisEnvironment,
  ...storageEnvironment,
  REGION_ID: z.coerce.number().int().min(0).max(31).default(0),
}

/** The addresses that browsers use, without a slash at the end. */
export const originsEnvironment = {
  PUBLIC_WEB_URL: origin.default('http://localhost:3000'),
  PUBLIC_API_URL: origin.default('http://localhost:4000'),
  PUBLIC_EDGE_URL: origin.default('http://localhost:4100'),
  PUBLIC_S3_URL: origin.default('http://localhost:19000'),
}

export const playbackEnvironment = {
  PLAYBACK_SECRET: secret,
}
