/**
 * Names all requests of one upload, so that the server's logs and traces of it are found by one id (W3C Trace Context,
 * section 3.2: version, 16 random bytes, 8 random bytes, «sampled»).
 */
export function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-01`
}

function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes))
  return Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
