/** Castagnoli's polynomial, reversed (RFC 3720 appendix B.4). */
const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1
  return value
})

/** CRC-32C of `data`, going on from `previous`. Node's zlib has CRC-32 only. */
export function crc32c(data: Uint8Array, previous = 0): number {
  let crc = ~previous
  for (const byte of data) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8)
  return ~crc >>> 0
}
