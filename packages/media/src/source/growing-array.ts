/** What is alike in typed arrays of all kinds. */
interface TypedArray<Self> {
  [index: number]: number
  readonly length: number
  set(numbers: ArrayLike<number>): void
  subarray(from: number, to: number): Self
}

/**
 * Numbers of which nobody knows how many will come: a file may have millions of packets, and an object for each would fill
 * the JavaScript heap, at whose end the process ends with all that it does.
 */
export interface GrowingArray<Numbers> {
  add(value: number): void
  readonly length: number
  /** What was added so far; no copy. */
  read(): Numbers
}

export const growingFloats = () => growingArray((length) => new Float64Array(length))
export const growingBytes = () => growingArray((length) => new Uint8Array(length))

function growingArray<Numbers extends TypedArray<Numbers>>(
  allocate: (length: number) => Numbers,
): GrowingArray<Numbers> {
  let room = allocate(1024)
  let length = 0
  return {
    get length() {
      return length
    },
    add(value) {
      if (length === room.length) {
        const larger = allocate(2 * length)
        larger.set(room)
        room = larger
      }
      room[length] = value
      length += 1
    },
    read: () => room.subarray(0, length),
  }
}
