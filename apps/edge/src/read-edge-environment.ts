import {
  playbackEnvironment,
  port,
  programEnvironment,
  readEnvironment,
  redisEnvironment,
  storageEnvironment,
} from '@marquee/service'
import { z } from 'zod'

/** Everything the edge reads from its environment. */
export const edgeEnvironment = z.object({
  ...programEnvironment,
  ...storageEnvironment,
  ...playbackEnvironment,
  /** Unset: tokens end by expiry alone. */
  CACHE_REDIS_URL: redisEnvironment.CACHE_REDIS_URL.optional(),
  EDGE_PORT: port.default(4100),
  /** 0: no port of its own for operators. */
  EDGE_HEALTH_PORT: port.default(0),
  /** Megabytes of 2^20 bytes. */
  EDGE_MEMORY_MB: z.coerce.number().int().min(0).max(65_536).default(64),
  EDGE_MAX_CONNECTIONS: z.coerce.number().int().min(1).default(10_000),
  EDGE_MAX_CONNECTIONS_PER_ADDRESS: z.coerce.number().int().min(1).default(250),
})

export type EdgeEnvironment = z.output<typeof edgeEnvironment>

export function readEdgeEnvironment(): EdgeEnvironment {
  return readEnvironment(edgeEnvironment)
}
