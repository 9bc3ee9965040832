/** Status and headers of an answer; header names in lower case. */
export interface ResponseHead {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  /** Whether another request may follow on the connection (RFC 9112 section 9.3). */
  readonly keepsAlive: boolean
  /** Of the body, in bytes; null where it comes in chunks; undefined where it ends with the connection. */
  readonly length: number | null | undefined
}

const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: |$)/
const LENGTH = /^\d{1,15}$/

/**
 * Reads what stands before the empty line. Strict where a wrong guess would take one answer's bytes for another's: null
 * for two lengths, for a length beside chunks, for folded lines (RFC 9112 section 6.3).
 */
export function readResponseHead(text: string): ResponseHead | null {
  const [first = '', ...lines] = text.split('\r\n')
  const [, minor, status] = STATUS_LINE.exec(first) ?? []
  if (!status) return null
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) return null
    const name = line.slice(0, colon).toLowerCase()
    if (name === 'content-length' && headers.has(name)) return null
    headers.set(name, line.slice(colon + 1).trim())
  }
  const coding = headers.get('transfer-encoding')?.toLowerCase()
  const length = headers.get('content-length')
  if (coding !== undefined && (coding !== 'chunked' || length !== undefined)) return null
  if (length !== undefined && !LENGTH.test(length)) return null
  const connection = headers.get('connection')?.toLowerCase()
  return {
    status: Number(status),
    headers,
    keepsAlive: minor === '1' ? connection !== 'close' : connection === 'keep-alive',
    length: coding ? null : length === undefined ? undefined : Number(length),
  }
}
