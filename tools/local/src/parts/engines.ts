import type { Part } from '../processes/part.ts'
import type { ExternalParts, Variables } from '../settings/compose-variables.ts'
import type { Home } from '../settings/home.ts'
import type { Ports } from '../settings/ports.ts'
import type { Secrets } from '../settings/secrets.ts'
import { objectStorePart } from './object-store.ts'
import { postgresPart } from './postgres.ts'
import { redisPart } from './redis.ts'

/** All that the engines of one home are made from. */
export interface EngineOptions {
  home: Home
  ports: Ports
  secrets: Secrets
  variables: Variables
  external: ExternalParts
}

/** PostgreSQL, Redis and the object store, less those that run elsewhere. */
export function engineParts({ home, ports, secrets, variables, external }: EngineOptions): Part[] {
  const parts = [
    external.postgres
      ? undefined
      : postgresPart({ home, port: ports.postgres, password: secrets.postgresPassword }),
    external.redis ? undefined : redisPart({ home, port: ports.redis, password: secrets.redisPassword }),
    external.objectStore ? undefined : objectStorePart(variables, ports.objectStore),
  ]
  return parts.filter((part) => part !== undefined)
}
