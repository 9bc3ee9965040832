import type { Ports } from './ports.ts'
import type { Secrets } from './secrets.ts'

/** The environment that all programs of an installation share, by variable name. */
export type Variables = Record<string, string> &
  Record<
    'MARQUEE_HOME' | 'DRAIN_SECONDS' | 'DATABASE_URL' | 'S3_ENDPOINT' | 'PUBLIC_WEB_URL' | 'API_INTERNAL_URL',
    string
  >

/** Which of the parts that this machine could run itself the environment replaces. */
export interface ExternalParts {
  postgres: boolean
  redis: boolean
  objectStore: boolean
}

/** Where a network finds this machine (`npm start -- --lan`). */
export interface LanOrigin {
  /** `https://<address>:<port>`, of pages, API, streams and uploads alike. */
  origin: string
  /** PEM file of the authority that signed its certificate. */
  authority: string
}

/** Uploads go to an object store elsewhere directly; the front door says whom it speaks for, and programs believe it. */
function lanVariables({ origin, authority }: LanOrigin, given: NodeJS.ProcessEnv): Record<string, string> {
  return {
    PUBLIC_WEB_URL: origin,
    PUBLIC_API_URL: origin,
    PUBLIC_EDGE_URL: origin,
    PUBLIC_S3_URL: given.S3_ENDPOINT || origin,
    TRUSTED_PROXIES: 'loopback',
    // For tools that join this installation: Node trusts the authority for as long as they run.
    NODE_EXTRA_CA_CERTS: authority,
  }
}

/** A part is external when the variable that says where it is was given. */
export function externalParts(given: NodeJS.ProcessEnv): ExternalParts {
  return {
    postgres: Boolean(given.DATABASE_URL),
    redis: Boolean(given.QUEUE_REDIS_URL && given.CACHE_REDIS_URL),
    objectStore: Boolean(given.S3_ENDPOINT),
  }
}

/** Variables without a default here: each program has its own. */
const OPTIONAL = [
  'API_HEALTH_PORT',
  'EDGE_HEALTH_PORT',
  'WEB_HEALTH_PORT',
  'OBJECT_STORE_HEALTH_PORT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_SAMPLER_ARG',
  'PLAYBACK_TOKEN_SECONDS',
  'EDGE_MEMORY_MB',
  'EDGE_MAX_CONNECTIONS',
  'EDGE_MAX_CONNECTIONS_PER_ADDRESS',
  'API_MAX_CONNECTIONS',
  'API_MAX_CONNECTIONS_PER_ADDRESS',
  'WEB_MAX_CONNECTIONS',
  'WEB_MAX_CONNECTIONS_PER_ADDRESS',
  'WORKER_SCRATCH',
  'PIPELINES',
  'HARDWARE_ENCODERS',
  'ENCODE_CONCURRENCY',
  'LIGHT_CONCURRENCY',
  'MARQUEE_DEMO_MEDIA',
  'TRUSTED_PROXIES',
  'SMTP_URL',
  'MAIL_FROM',
  'API_ACCOUNT_BUDGET',
  'API_ADDRESS_BUDGET',
  'API_FREE_DOCUMENTS',
  'API_INTROSPECTION',
  'OBJECT_STORE_HOST',
  'OBJECT_STORE_DATA',
  'OBJECT_STORE_CORS_ORIGINS',
  'OBJECT_STORE_DAY_SECONDS',
] as const

/**
 * The effective value of every variable: what the embedded parts of `home` answer to, overridden by what was given.
 *
 * Queue and cache are two databases of one server that never evicts; both have their own URL so that they can part.
 */
export function composeVariables(
  home: string,
  ports: Ports,
  secrets: Secrets,
  given: NodeJS.ProcessEnv,
  lan?: LanOrigin,
): Variables {
  const redis = `redis://default:${secrets.redisPassword}@127.0.0.1:${ports.redis}`
  const objectStore = `http://127.0.0.1:${ports.objectStore}`
  const defaults = {
    MARQUEE_HOME: home,
    // The demo accounts' password is public: other machines come in only where somebody asks for it.
    LISTEN_HOST: '127.0.0.1',
    // Shorter than the programs' own 25 s: who presses Ctrl-C waits for it.
    DRAIN_SECONDS: '10',
    WEB_PORT: String(ports.web),
    API_PORT: String(ports.api),
    EDGE_PORT: String(ports.edge),
    POSTGRES_PORT: String(ports.postgres),
    REDIS_PORT: String(ports.redis),
    OBJECT_STORE_PORT: String(ports.objectStore),
    DATABASE_URL: `postgresql://marquee:${secrets.postgresPassword}@127.0.0.1:${ports.postgres}/marquee`,
    QUEUE_REDIS_URL: `${redis}/0`,
    CACHE_REDIS_URL: `${redis}/1`,
    S3_ENDPOINT: objectStore,
    S3_REGION: 'us-east-1',
    S3_BUCKET_ORIGINALS: 'marquee-originals',
    S3_BUCKET_TEMPORARY: 'marquee-temporary',
    S3_BUCKET_TRANSCODED: 'marquee-transcoded',
    AWS_ACCESS_KEY_ID: secrets.objectStoreKey,
    AWS_SECRET_ACCESS_KEY: secrets.objectStoreSecret,
    PUBLIC_WEB_URL: `http://localhost:${ports.web}`,
    PUBLIC_API_URL: `http://localhost:${ports.api}`,
    PUBLIC_EDGE_URL: `http://localhost:${ports.edge}`,
    PUBLIC_S3_URL: given.S3_ENDPOINT || `http://localhost:${ports.objectStore}`,
    API_INTERNAL_URL: `http://127.0.0.1:${ports.api}`,
    AUTH_SECRET: secrets.authSecret,
    PLAYBACK_SECRET: secrets.playbackSecret,
    PROXY_SECRET: secrets.proxySecret,
    MARQUEE_DEMO: '1',
    LOCAL_MAILBOX: given.SMTP_URL ? '0' : '1',
    ENCODE_PRESET: 'veryfast',
    REGION_ID: '0',
    LOG_LEVEL: 'info',
    SANDBOX: 'auto',
  }
  const variables: Variables = { ...defaults, ...(lan && lanVariables(lan, given)) }
  for (const name of OPTIONAL) {
    const value = given[name]
    if (value) variables[name] = value
  }
  for (const name of Object.keys(defaults)) {
    const value = given[name]
    if (value !== undefined && value !== '') variables[name] = value
  }
  return { ...variables, MARQUEE_HOME: home }
}
