/** The longest name that common file systems keep, in characters. */
const MAX_LENGTH = 255

/** A plain name: no folders, no control characters, no halves of characters. It is shown, and never used as a key. */
export function isUsableFileName(name: string): boolean {
  if (name.trim() === '' || name === '.' || name === '..') return false
  return name.length <= MAX_LENGTH && !/[/\\\p{Cc}\p{Surrogate}]/u.test(name)
}
