/** What a handle is: lower-case, 3 to 30 of a-z, 0-9 and _. */
export const HANDLE = /^[a-z0-9_]{3,30}$/

const LONGEST = 30
/** Leaves room for `_` and six digits. */
const LONGEST_STEM = 23
const NAMELESS = 'channel'

/** `Zoë Álvarez` → `zoe_alvarez`. A name with fewer than three Latin letters or digits (이수진) becomes `channel`. */
export function handleFromName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, LONGEST)
    .replace(/_+$/, '')
  return plain.replaceAll('_', '').length >= 3 ? plain : NAMELESS
}

/** Another handle for the same name, where the first is taken. */
export function numberedHandle(handle: string, random: () => number = Math.random): string {
  const digits = Math.floor(random() * 1_000_000)
  return `${handle.slice(0, LONGEST_STEM)}_${digits.toString().padStart(6, '0')}`
}
