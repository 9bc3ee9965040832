import {
  drainEnvironment,
  listeningEnvironment,
  loggingEnvironment,
  playbackEnvironment,
  port,
  readEnvironment,
  storageEnvironment,
} from '@marquee/service'
import { z } from 'zod'

/** Everything the edge reads from its environment. */
export const edgeEnvironment = z.object({
  ...listeningEnvironment,
  ...drainEnvironment,
  ...loggingEnvironment,
  ...storageEnvironment,
  ...playbackEnvironment,
  EDGE_PORT: port.default(4100),
})

export type EdgeEnvironment = z.output<typeof edgeEnvironment>

export function readEdgeEnvironment(): EdgeEnvironment {
  return readEnvironment(edgeEnvironment)
}
