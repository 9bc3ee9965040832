import type { UploadRecord } from '../ports.ts'

/** One part of a file; `end` is excluded. Numbers start at 1, as in S3. */
export interface FilePart {
  readonly number: number
  readonly start: number
  readonly end: number
}

export function partAt(
  { size, partSize }: Pick<UploadRecord, 'size' | 'partSize'>,
  number: number,
): FilePart {
  const start = (number - 1) * partSize
  return { number, start, end: Math.min(start + partSize, size) }
}

/** What the store does not hold yet, in order. */
export function missingParts(upload: UploadRecord): FilePart[] {
  const stored = new Set(upload.storedParts)
  const numbers = Array.from({ length: upload.partCount }, (_, index) => index + 1)
  return numbers.filter((number) => !stored.has(number)).map((number) => partAt(upload, number))
}

/** Bytes that the store holds. */
export function storedBytes(upload: UploadRecord): number {
  return upload.storedParts.reduce((sum, number) => {
    const { start, end } = partAt(upload, number)
    return sum + end - start
  }, 0)
}
