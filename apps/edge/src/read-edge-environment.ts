import {
  drainEnvironment,
  listeningEnvironment,
  loggingEnvironment,
  playbackEnvironment,
  port,
  readEnvironment,
  storageEnvironment,
  tracingEnvironment,
} from '@marquee/service'
import { z } from 'zod'

/** Everything the edge reads from its environment. */
export const edgeEnvironment = z.object({
  ...listeningEnvironment,
  ...drainEnvironment,
  ...loggingEnvironment,
  ...tracingEnvironment,
  ...storageEnvironment,
  ...playbackEnvironment,
  EDGE_PORT: port.default(4100),
  /** 0: no port of its own for operators. */
  EDGE_HEALTH_PORT: port.default(0),
})

export type EdgeEnvironment = z.output<typeof edgeEnvironment>

export function readEdgeEnvironment(): EdgeEnvironment {
  return readEnvironment(edgeEnvironment)
}
