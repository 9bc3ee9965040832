import { seededRandom } from '@marquee/service/testing'

/** Headers lie at a file's start, or, as in a camera's MP4, at its end. */
const HEADER_BYTES = 4096
/** Sizes, counts and rates at which readers stumble. */
const EXTREMES = [0, 1, 7, 0xff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff]

type Mutation = (bytes: Buffer, random: () => number) => Buffer

const MUTATIONS: readonly Mutation[] = [
  function flipBits(bytes, random) {
    for (let count = within(random, 12) + 1; count > 0; count -= 1) {
      const at = place(bytes, random, 1)
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << within(random, 8)), at)
    }
    return bytes
  },
  function setField(bytes, random) {
    const value = EXTREMES[within(random, EXTREMES.length)] ?? 0
    const at = place(bytes, random, 4)
    if (random() < 0.5) bytes.writeUInt32BE(value, at)
    else bytes.writeUInt32LE(value, at)
    return bytes
  },
  function fillSpan(bytes, random) {
    const at = place(bytes, random, 1)
    return bytes.fill(within(random, 256), at, Math.min(bytes.length, at + 1 + within(random, 32)))
  },
  function copySpan(bytes, random) {
    bytes.copy(
      bytes,
      place(bytes, random, 1),
      place(bytes, random, 1),
      place(bytes, random, 1) + within(random, 256),
    )
    return bytes
  },
  function insertSpan(bytes, random) {
    const at = place(bytes, random, 1)
    const from = place(bytes, random, 1)
    return Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(from, from + within(random, 64)),
      bytes.subarray(at),
    ])
  },
  function dropSpan(bytes, random) {
    const at = place(bytes, random, 1)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + within(random, 64))])
  },
  function cutEnd(bytes, random) {
    return bytes.subarray(0, 1 + within(random, bytes.length))
  },
]

/** A copy of `bytes` with one to four things wrong in its headers; the same for the same seed. */
export function mutateFile(bytes: Buffer, seed: number): Buffer {
  const random = seededRandom(seed)
  let mutant: Buffer = Buffer.from(bytes)
  for (let count = within(random, 4) + 1; count > 0 && mutant.length > 8; count -= 1) {
    mutant = MUTATIONS[within(random, MUTATIONS.length)]?.(mutant, random) ?? mutant
  }
  return mutant
}

/** A whole number below `limit`. */
function within(random: () => number, limit: number): number {
  return Math.floor(random() * limit)
}

/** Where `length` bytes fit in a header. */
function place(bytes: Buffer, random: () => number, length: number): number {
  const reach = Math.min(HEADER_BYTES, bytes.length - length + 1)
  const at = within(random, reach)
  return random() < 0.7 ? at : bytes.length - length - at
}
