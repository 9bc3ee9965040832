import { chooseFreePorts } from '../ports/choose-free-ports.ts'

/** Every TCP port of an installation. */
export interface Ports {
  web: number
  api: number
  edge: number
  postgres: number
  redis: number
  objectStore: number
  /** The front door of `--lan`. */
  lan: number
}

/** The variable that moves each port, and its default (DESIGN.md, «Fixed points»). */
export const PORT_VARIABLES: Record<keyof Ports, { variable: string; byDefault: number }> = {
  web: { variable: 'WEB_PORT', byDefault: 3000 },
  api: { variable: 'API_PORT', byDefault: 4000 },
  edge: { variable: 'EDGE_PORT', byDefault: 4100 },
  postgres: { variable: 'POSTGRES_PORT', byDefault: 15432 },
  redis: { variable: 'REDIS_PORT', byDefault: 16379 },
  objectStore: { variable: 'OBJECT_STORE_PORT', byDefault: 19000 },
  lan: { variable: 'LAN_PORT', byDefault: 3443 },
}

/** Random free ports, for an installation that must not meet any other. */
export async function freePorts(): Promise<Ports> {
  const [web = 0, api = 0, edge = 0, postgres = 0, redis = 0, objectStore = 0, lan = 0] =
    await chooseFreePorts(7)
  return { web, api, edge, postgres, redis, objectStore, lan }
}

/**
 * The ports that the environment asks for, defaults for the others.
 *
 * @throws listing every variable that is not a port, or repeats another's
 */
export function portsFrom(given: NodeJS.ProcessEnv): Ports {
  const problems: string[] = []
  const taken = new Map<number, string>()
  const read = (name: keyof Ports): number => {
    const { variable, byDefault } = PORT_VARIABLES[name]
    const text = given[variable]?.trim()
    const port = text ? Number(text) : byDefault
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      problems.push(`${variable}=${text} is not a port`)
    const other = taken.get(port)
    if (other) problems.push(`${variable} and ${other} both say ${port}`)
    taken.set(port, variable)
    return port
  }
  const ports = {
    web: read('web'),
    api: read('api'),
    edge: read('edge'),
    postgres: read('postgres'),
    redis: read('redis'),
    objectStore: read('objectStore'),
    lan: read('lan'),
  }
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return ports
}
