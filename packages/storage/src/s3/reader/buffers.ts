/** 64 KB cost 15 % more on ranges of 256 KB, 256 KB saved nothing. Bytes. */
const BUFFER_SIZE = 131_072
/** 16 MB; what more were lent at once is left to the garbage collector. */
const MAX_KEPT = 128

const kept: Buffer[] = []

/**
 * Buffers that are read into again and again. A new one for each 64 KB that passes through costs three times the
 * processor time of passing them on: they are outside of V8's heap, and clearing them away is a full collection.
 */
export function takeBuffer(): Buffer {
  return kept.pop() ?? Buffer.allocUnsafeSlow(BUFFER_SIZE)
}

/** The caller promises that nobody looks at it any more. */
export function giveBuffer(buffer: Buffer): void {
  if (kept.length < MAX_KEPT) kept.push(buffer)
}
