const LISTENING = ['LISTEN_HOST', 'DRAIN_SECONDS', 'LOG_LEVEL'] as const
const TRACING = [
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_SAMPLER_ARG',
] as const
const REDIS = ['QUEUE_REDIS_URL', 'CACHE_REDIS_URL'] as const
const STORAGE = [
  'S3_ENDPOINT',
  'S3_REGION',
  'S3_BUCKET_ORIGINALS',
  'S3_BUCKET_TEMPORARY',
  'S3_BUCKET_TRANSCODED',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
] as const
const PROXIES = ['TRUSTED_PROXIES', 'PROXY_SECRET'] as const
const ORIGINS = ['PUBLIC_WEB_URL', 'PUBLIC_API_URL', 'PUBLIC_EDGE_URL', 'PUBLIC_S3_URL'] as const

/**
 * What each program may know: exactly what it reads, so that one that is broken into tells no secret of another.
 * A test compares every list with the program's own environment.
 */
export const PROGRAM_VARIABLES = {
  api: [
    ...LISTENING,
    ...TRACING,
    'DATABASE_URL',
    ...REDIS,
    ...STORAGE,
    ...ORIGINS,
    ...PROXIES,
    'PLAYBACK_SECRET',
    'PLAYBACK_TOKEN_SECONDS',
    'API_PORT',
    'API_HEALTH_PORT',
    'API_MAX_CONNECTIONS',
    'API_MAX_CONNECTIONS_PER_ADDRESS',
    'API_ACCOUNT_BUDGET',
    'API_ADDRESS_BUDGET',
    'API_FREE_DOCUMENTS',
    'API_INTROSPECTION',
    'AUTH_SECRET',
    'SMTP_URL',
    'MAIL_FROM',
    'LOCAL_MAILBOX',
    'MARQUEE_DEMO',
    'REGION_ID',
  ],
  edge: [
    ...LISTENING,
    ...TRACING,
    'CACHE_REDIS_URL',
    ...STORAGE,
    'PLAYBACK_SECRET',
    'EDGE_PORT',
    'EDGE_HEALTH_PORT',
    'EDGE_MEMORY_MB',
    'EDGE_MAX_CONNECTIONS',
    'EDGE_MAX_CONNECTIONS_PER_ADDRESS',
  ],
  worker: [
    ...LISTENING,
    ...TRACING,
    'DATABASE_URL',
    ...REDIS,
    ...STORAGE,
    'WORKER_ROLES',
    'WORKER_HEALTH_PORT',
    'REGION_ID',
    'ENCODE_PRESET',
    'WORKER_SCRATCH',
    'SANDBOX',
    'PIPELINES',
    'HARDWARE_ENCODERS',
    'ENCODE_CONCURRENCY',
    'LIGHT_CONCURRENCY',
  ],
  web: [
    ...LISTENING,
    ...TRACING,
    'WEB_PORT',
    'WEB_HEALTH_PORT',
    'WEB_MAX_CONNECTIONS',
    'WEB_MAX_CONNECTIONS_PER_ADDRESS',
    'API_INTERNAL_URL',
    ...PROXIES,
    'PUBLIC_WEB_URL',
    'PUBLIC_EDGE_URL',
    'PUBLIC_S3_URL',
  ],
  'object-store': [
    'LISTEN_HOST',
    'LOG_LEVEL',
    'MARQUEE_HOME',
    'OBJECT_STORE_PORT',
    'OBJECT_STORE_HEALTH_PORT',
    'OBJECT_STORE_HOST',
    'OBJECT_STORE_DATA',
    'OBJECT_STORE_CORS_ORIGINS',
    'OBJECT_STORE_DAY_SECONDS',
    ...STORAGE.filter((name) => name !== 'S3_ENDPOINT'),
  ],
  // Signs in over the API, as anybody does.
  seed: ['MARQUEE_HOME', 'MARQUEE_DEMO_MEDIA', 'PUBLIC_API_URL', 'NODE_EXTRA_CA_CERTS'],
} as const satisfies Record<string, readonly string[]>

/** What the system tells every process: where programs and temporary files are, whom to trust, how to write. */
const OF_THE_SYSTEM = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'LC_ALL', 'NODE_EXTRA_CA_CERTS'] as const

/** The system's own variables, as they are here. */
export function systemVariables(): Record<string, string> {
  return { PATH: '/usr/bin:/bin', ...pickVariables(process.env, OF_THE_SYSTEM) }
}

/** The named variables of `from` that are set. */
export function pickVariables(
  from: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): Record<string, string> {
  const picked: Record<string, string> = {}
  for (const name of names) {
    const value = from[name]
    if (value) picked[name] = value
  }
  return picked
}
