const SENSITIVE =
  'authorization|cookie|password|passphrase|secret|token|signature|credential|access-?_?key|api-?_?key'

// Works on the finished line, so that depth, child loggers and error properties make no difference. `\\*"` also
// meets JSON that was put into a string.
const SENSITIVE_PROPERTY = new RegExp(
  `(\\\\*")([\\w.-]*(?:${SENSITIVE})[\\w.-]*)\\1:(?:"(?:[^"\\\\]|\\\\.)*"|\\\\+"[^"\\\\]*\\\\+"|\\[[^\\]]*\\])`,
  'gi',
)
const SIGNED_QUERY =
  /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|token|code|signature)=)[^&"\\\s]+/gi
const PLAYBACK_PATH = /\/v\/[0-9a-z]+[sp]\.[\w-]+\//g
const URL_PASSWORD = /(:\/\/[^:/?#"\s@]*:)[^@/?#"\s]+@/g
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi

/** Hides credentials, cookies, signatures and playback tokens in one line of JSON log; the line stays JSON. */
export function redactLine(line: string): string {
  return line
    .replace(SENSITIVE_PROPERTY, '$1$2$1:$1[redacted]$1')
    .replace(SIGNED_QUERY, '$1[redacted]')
    .replace(PLAYBACK_PATH, '/v/[redacted]/')
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(BEARER, '$1 [redacted]')
}
