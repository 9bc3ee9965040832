import {
  databaseEnvironment,
  drainEnvironment,
  flag,
  listeningEnvironment,
  loggingEnvironment,
  originsEnvironment,
  playbackEnvironment,
  port,
  proxyEnvironment,
  redisEnvironment,
  secret,
  storageEnvironment,
} from '@marquee/service'
import { z } from 'zod'

/** Everything the API reads from its environment; docs/operations says what each is for. */
export const apiEnvironment = z.object({
  ...listeningEnvironment,
  ...drainEnvironment,
  ...loggingEnvironment,
  ...databaseEnvironment,
  ...redisEnvironment,
  ...storageEnvironment,
  ...originsEnvironment,
  ...playbackEnvironment,
  ...proxyEnvironment,
  API_PORT: port.default(4000),
  AUTH_SECRET: secret,
  MARQUEE_DEMO: flag.default(false),
  REGION_ID: z.coerce.number().int().min(0).max(31).default(0),
})

export type ApiEnvironment = z.output<typeof apiEnvironment>
