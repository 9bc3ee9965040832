/** 1 GB is 10⁹ bytes (DESIGN.md, sizes); the API holds the same bar. */
export const MAX_FILE_BYTES = 1_000_000_000

/** The API's code for a file that need not be sent at all; null where it may go. */
export function refuseFile(file: { name: string; size: number }): 'EMPTY_FILE' | 'FILE_TOO_LARGE' | null {
  if (file.size === 0) return 'EMPTY_FILE'
  if (file.size > MAX_FILE_BYTES) return 'FILE_TOO_LARGE'
  return null
}
