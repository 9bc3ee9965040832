/** Origins that may read and write from a browser: exact, `*`, or with one `*` inside, as in S3. */
export type CorsOrigins = readonly string[]

const METHODS = 'GET, HEAD, PUT, POST, DELETE'
/** Browsers may keep a preflight's answer this long; Chromium caps it at 7,200 s. */
const MAX_AGE_SECONDS = 7_200
const EXPOSED = [
  'ETag',
  'Content-Length',
  'Content-Range',
  'Accept-Ranges',
  'Last-Modified',
  'x-amz-request-id',
  'x-amz-checksum-crc32',
  'x-amz-checksum-sha256',
].join(', ')

/** Headers for any answer to this origin; none where the origin is absent or not allowed. */
export function corsHeaders(origins: CorsOrigins, origin: string | undefined): Record<string, string> {
  if (origin === undefined || !isAllowed(origins, origin)) return {}
  return {
    'access-control-allow-origin': origins.includes('*') ? '*' : origin,
    'access-control-expose-headers': EXPOSED,
    vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  }
}

/** For a preflight: undefined where it is refused. */
export function preflightHeaders(
  origins: CorsOrigins,
  { origin, method, headers }: Record<'origin' | 'method' | 'headers', string | undefined>,
): Record<string, string> | undefined {
  if (!method || !METHODS.split(', ').includes(method)) return undefined
  const allowed = corsHeaders(origins, origin)
  if (Object.keys(allowed).length === 0) return undefined
  return {
    ...allowed,
    'access-control-allow-methods': METHODS,
    ...(headers ? { 'access-control-allow-headers': headers } : {}),
    'access-control-max-age': String(MAX_AGE_SECONDS),
  }
}

function isAllowed(origins: CorsOrigins, origin: string): boolean {
  return origins.some((pattern) => {
    const star = pattern.indexOf('*')
    if (star === -1) return pattern === origin
    const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)]
    return origin.length >= start.length + end.length && origin.startsWith(start) && origin.endsWith(end)
  })
}
