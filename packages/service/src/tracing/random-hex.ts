import { randomFillSync } from 'node:crypto'

/** Drawn many at once: a draw of sixteen bytes takes longer than all else that a trace needs. */
const drawn = Buffer.allocUnsafeSlow(8_192)
let used = drawn.length

/** As many random bytes as asked for, at most 8,192, each given once, in hexadecimal. */
export function randomHex(bytes: number): string {
  if (used + bytes > drawn.length) {
    randomFillSync(drawn)
    used = 0
  }
  used += bytes
  return drawn.toString('hex', used - bytes, used)
}
