import { loggingEnvironment, port, proxyEnvironment, tracingEnvironment } from '@marquee/service'
import { z } from 'zod'

const origin = z.url().transform((text) => new URL(text).origin)

/** Everything this server and its pages read. */
export const Environment = z.object({
  /** Unset means all addresses. */
  LISTEN_HOST: z.string().optional(),
  ...loggingEnvironment,
  ...tracingEnvironment,
  /** 0: no port of its own for operators. */
  WEB_HEALTH_PORT: port.default(0),
  WEB_MAX_CONNECTIONS: z.coerce.number().int().min(1).default(10_000),
  WEB_MAX_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(250),
  WEB_PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  /** How long open answers may take to end after SIGTERM; the other programs have the same rule. */
  DRAIN_SECONDS: z.coerce.number().min(1).max(3_600).default(25),
  /** Where this server reaches the API; browsers reach it through here. */
  API_INTERNAL_URL: origin.default('http://127.0.0.1:4000'),
  /** The balancers in front of this server, and what it shows the API to be believed. */
  ...proxyEnvironment,
  PUBLIC_WEB_URL: origin.default('http://localhost:3000'),
  /** Origins the pages may load from: pictures and streams, and uploads. */
  PUBLIC_EDGE_URL: origin.default('http://localhost:4100'),
  PUBLIC_S3_URL: origin.default('http://localhost:19000'),
})

export type Environment = z.infer<typeof Environment>

/** Reads the environment once, at start. Throws one error that names every wrong variable. */
export function readEnvironment(source: Record<string, string | undefined>): Environment {
  const read = Environment.safeParse(source)
  if (read.success) return read.data
  throw new Error(`environment: ${z.prettifyError(read.error)}`)
}
