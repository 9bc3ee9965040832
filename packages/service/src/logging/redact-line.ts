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
/** Whatever stands where a playback token does, and is as long as one. */
const PLAYBACK_PATH = /\/v\/[\w.~-]{16,}(?=[/"\s\\?]|$)/g
const SESSION_COOKIE = /(session_?(?:token|data)=)[^;,"\s\\]+/gi
const URL_PASSWORD = /(:\/\/[^:/?#"\s@]*:)[^@/?#"\s]+@/g
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi

/** Hides credentials, cookies, signatures and playback tokens in one line of JSON log; the line stays JSON. */
export function redactLine(line: string): string {
  return line
    .replace(SENSITIVE_PROPERTY, '$1$2$1:$1[redacted]$1')
    .replace(SIGNED_QUERY, '$1[redacted]')
    .replace(PLAYBACK_PATH, '/v/[redacted]')
    .replace(SESSION_COOKIE, '$1[redacted]')
    .replace(URL_PASSWORD, '$1[redacted]@')
    .replace(BEARER, '$1 [redacted]')
}
