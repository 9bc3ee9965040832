import { growingBytes, growingFloats } from './growing-array.ts'
import type { Packet } from './measure-packets.ts'

/** Packets of a picture stream in the order of the file: nine bytes each. */
export interface Pictures {
  /** When each is shown, in seconds on the container's clock; NaN where it has no time. */
  readonly times: Float64Array
  /** Of each, KEY and HIDDEN, added up. */
  readonly flags: Uint8Array
}

const KEY = 1
/** Outside the edit list: decoded, never shown. */
const HIDDEN = 2

export const isKeyAt = ({ flags }: Pictures, index: number) => ((flags[index] ?? 0) & KEY) !== 0
export const isShownAt = ({ flags }: Pictures, index: number) => ((flags[index] ?? 0) & HIDDEN) === 0

/** Collects packets of one stream. */
export interface PictureCollector {
  add(packet: Packet): void
  readonly count: number
  read(): Pictures
}

export function createPictureCollector(): PictureCollector {
  const times = growingFloats()
  const flags = growingBytes()
  return {
    get count() {
      return times.length
    },
    add({ pts, isKey, isDiscarded }) {
      times.add(pts)
      flags.add((isKey ? KEY : 0) + (isDiscarded ? HIDDEN : 0))
    },
    read: () => ({ times: times.read(), flags: flags.read() }),
  }
}
