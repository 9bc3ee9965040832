/** On every answer, errors too, so that a player in any origin can read why. The token in the path is the right to read. */
export const CORS_HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'Accept-Ranges, Age, Content-Encoding, Content-Length, Content-Range, Date, ETag, Last-Modified, Server-Timing, X-Request-Id',
  'cross-origin-resource-policy': 'cross-origin',
  'timing-allow-origin': '*',
  'x-content-type-options': 'nosniff',
} as const

/** Named one by one, because TV engines before Chrome 63 take no wildcard here. CMCD: CTA-5004. */
const REQUEST_HEADERS =
  'Range, If-Range, If-None-Match, If-Modified-Since, Cache-Control, Pragma, CMCD-Object, CMCD-Request, CMCD-Session, CMCD-Status'

export const PREFLIGHT_HEADERS = {
  ...CORS_HEADERS,
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': REQUEST_HEADERS,
  'access-control-max-age': '86400',
  'content-length': '0',
} as const
