import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

/** What is generated once for an installation and stays the same over restarts. */
export interface Secrets {
  postgresPassword: string
  redisPassword: string
  objectStoreKey: string
  objectStoreSecret: string
  authSecret: string
  playbackSecret: string
  proxySecret: string
}

/** Reads the secrets kept in `file`, adding (and keeping, for the owner only) any that is not there yet. */
export function keepSecrets(file: string): Secrets {
  const known = readKnown(file)
  const secrets: Secrets = {
    postgresPassword: known.postgresPassword ?? token(24),
    redisPassword: known.redisPassword ?? token(24),
    objectStoreKey: known.objectStoreKey ?? `MARQUEE${randomBytes(8).toString('hex').toUpperCase()}`,
    objectStoreSecret: known.objectStoreSecret ?? token(30),
    authSecret: known.authSecret ?? token(32),
    playbackSecret: known.playbackSecret ?? token(32),
    proxySecret: known.proxySecret ?? token(32),
  }
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
  return secrets
}

/** Hexadecimal, so that it needs no escaping in a URL or a configuration file. */
const token = (bytes: number): string => randomBytes(bytes).toString('hex')

function readKnown(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new Error(`${file} cannot be read: ${(error as Error).message}`)
  }
}
