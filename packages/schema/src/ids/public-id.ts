declare const brand: unique symbol

/** What strangers see in URLs and APIs: 64 random bits in base62, always 11 characters. */
export type PublicId = string & { readonly [brand]: 'PublicId' }

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 11

/** Unguessable, unlike a Snowflake: «unlisted» rests on it. */
export function newPublicId(): PublicId {
  let rest = crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n
  let text = ''
  for (let position = 0; position < LENGTH; position += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text
    rest /= 62n
  }
  return text as PublicId
}

export function isPublicId(text: string): text is PublicId {
  return /^[0-9A-Za-z]{11}$/.test(text)
}
