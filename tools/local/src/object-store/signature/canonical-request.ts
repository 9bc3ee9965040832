import { createHash } from 'node:crypto'

/** What goes into a SigV4 canonical request; all text is decoded. */
export interface CanonicalParts {
  method: string
  path: string
  pairs: readonly (readonly [name: string, value: string])[]
  headers: ReadonlyMap<string, string>
  /** Lower-case, in the order of the signature. */
  signedHeaders: readonly string[]
  payloadHash: string
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, step 1; S3 encodes the path once. */
export function canonicalRequest(parts: CanonicalParts): string {
  return [
    parts.method,
    encodeRfc3986(parts.path).replaceAll('%2F', '/'),
    canonicalQuery(parts.pairs),
    ...parts.signedHeaders.map((name) => `${name}:${canonicalValue(parts.headers.get(name) ?? '')}`),
    '',
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n')
}

function canonicalQuery(pairs: CanonicalParts['pairs']): string {
  return pairs
    .map(([name, value]) => `${encodeRfc3986(name)}=${encodeRfc3986(value)}`)
    .sort()
    .join('&')
}

function canonicalValue(value: string): string {
  return value.trim().replaceAll(/\s+/g, ' ')
}

/** Everything but A-Z a-z 0-9 - . _ ~ becomes %XX. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
