/** 1 GB is 10⁹ bytes: the largest file that is taken. */
export const MAX_UPLOAD_BYTES = 1_000_000_000

const MIB = 1_048_576
/** S3's least for every part but the last. */
export const MIN_PART_BYTES = 5 * MIB
const DEFAULT_PART_BYTES = 8 * MIB
/** One ListParts page: the store's word on a whole upload in one call. */
const MAX_PARTS = 1_000

export interface PartPlan {
  /** Bytes of every part but the last. */
  readonly partSize: number
  readonly partCount: number
}

/** How a file of `size` bytes (at least 1) is cut: 8 MiB parts, larger only where those would be more than 1,000. */
export function planParts(size: number): PartPlan {
  const leastPart = Math.ceil(size / MAX_PARTS / MIB) * MIB
  const partSize = Math.max(DEFAULT_PART_BYTES, leastPart)
  return { partSize, partCount: Math.ceil(size / partSize) }
}

/** Exact bytes of part `number`, 1 to partCount; 0 where there is no such part. */
export function partLength(upload: PartPlan & { readonly size: number }, number: number): number {
  if (!Number.isInteger(number) || number < 1 || number > upload.partCount) return 0
  if (number < upload.partCount) return upload.partSize
  return upload.size - upload.partSize * (upload.partCount - 1)
}

export type PartsVerdict =
  | { readonly complete: true }
  | { readonly complete: false; readonly missing: readonly number[]; readonly wrongSize: readonly number[] }

/** Whether the parts that the store holds make the announced file. Parts beyond the plan count as of wrong size. */
export function judgeParts(
  upload: PartPlan & { readonly size: number },
  stored: readonly { readonly number: number; readonly size: number }[],
): PartsVerdict {
  const held = new Set(stored.map((part) => part.number))
  const numbers = Array.from({ length: upload.partCount }, (_, index) => index + 1)
  const missing = numbers.filter((number) => !held.has(number))
  const wrongSize = stored
    .filter((part) => part.size !== partLength(upload, part.number))
    .map((part) => part.number)
  if (missing.length === 0 && wrongSize.length === 0) return { complete: true }
  return { complete: false, missing, wrongSize }
}
