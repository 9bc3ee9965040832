import { BOX_HEADER_BYTES, readBoxHeader } from '../source/read-boxes.ts'
import { CmafFailure } from './cmaf-failure.ts'

/** An outermost box with all its bytes. */
export interface WholeBox {
  readonly type: string
  /** Header included. */
  readonly bytes: Uint8Array
  /** Where its content begins in `bytes`. */
  readonly content: number
}

/** Cuts a file that comes in pieces into its outermost boxes; holds one at most. */
export interface BoxSplitter {
  /** @throws CmafFailure for what is no box, or too large a one */
  push(piece: Uint8Array): readonly WholeBox[]
  /** Bytes of a box whose rest has not come. */
  readonly pending: number
}

/** A GOP of 2 s at 240 Mbit/s, the most that any level allows. */
const MOST_BYTES = 64_000_000

export function createBoxSplitter(): BoxSplitter {
  let bytes: Uint8Array = new Uint8Array(SHORT_HEADER_BYTES)
  let filled = 0
  let header: Pick<WholeBox, 'type' | 'content'> | null = null

  /** Takes as much of a piece as is still wanted. */
  function fill(piece: Uint8Array): number {
    const taken = piece.subarray(0, bytes.length - filled)
    bytes.set(taken, filled)
    filled += taken.length
    return taken.length
  }

  function want(size: number): void {
    const larger = new Uint8Array(size)
    larger.set(bytes)
    bytes = larger
  }

  /** With all bytes that were wanted there: what is wanted next, or the whole box. */
  function advance(): WholeBox | null {
    if (!header && filled === SHORT_HEADER_BYTES && isLong(bytes)) want(BOX_HEADER_BYTES)
    else if (!header) {
      const found = readBoxHeader(bytes, 0, 0, Number.POSITIVE_INFINITY)
      if (!found || found.end > MOST_BYTES) throw new CmafFailure('no box of a fragmented file')
      header = { type: found.type, content: found.content }
      want(found.end)
    }
    if (!header || filled < bytes.length) return null
    const box = { ...header, bytes }
    bytes = new Uint8Array(SHORT_HEADER_BYTES)
    filled = 0
    header = null
    return box
  }

  return {
    push(piece) {
      const boxes: WholeBox[] = []
      for (let at = 0; at < piece.length; ) {
        at += fill(piece.subarray(at))
        const box = filled === bytes.length ? advance() : null
        if (box) boxes.push(box)
      }
      return boxes
    },
    get pending() {
      return filled
    },
  }
}

/** Size and type. */
const SHORT_HEADER_BYTES = 8

/** A size of 1 says that the size follows the type, in 64 bits (ISO/IEC 14496-12 §4.2). */
function isLong(header: Uint8Array): boolean {
  return new DataView(header.buffer).getUint32(0) === 1
}
