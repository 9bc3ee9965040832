/**
 * What stands under a key: an object of a version, or only word that nothing older than a version may be put there.
 * The latter is also a claim: who has seen it may put an object in its place, as long as it still stands unchanged.
 */
export type Entry =
  | { readonly held: true; readonly version: number; readonly shape: string; readonly json: string }
  | { readonly held: false; readonly version: number }

/** Hexadecimal digits that name the columns of an object, so that a program of another release reads its own only. */
export const SHAPE_DIGITS = 8

/** `<version>:<shape><json>` holds an object, `?<version>:<nonce>` none. */
export function parseEntry(raw: string): Entry {
  const colon = raw.indexOf(':')
  if (raw.startsWith('?')) return { held: false, version: Number(raw.slice(1, colon)) }
  return {
    held: true,
    version: Number(raw.slice(0, colon)),
    shape: raw.slice(colon + 1, colon + 1 + SHAPE_DIGITS),
    json: raw.slice(colon + 1 + SHAPE_DIGITS),
  }
}

export function formatHeld(version: number, shape: string, json: string): string {
  return `${version}:${shape}${json}`
}
