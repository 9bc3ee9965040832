import { totalmem } from 'node:os'

/** Bytes: the machine's, or what its container may use. */
export function availableMemory(): number {
  // 0 where nothing constrains it, and 2^64 or so where a control group says «no limit».
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}
