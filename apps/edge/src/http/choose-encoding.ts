import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'

export type ContentEncoding = 'br' | 'gzip'

/** Quality 5 of 11: a manifest of 200 kB in about 3 ms, once for as long as it is held. */
const BROTLI_QUALITY = 5

/** The encoding that the header prefers (RFC 9110 section 12.5.3), brotli where it does not care; null for none. */
export function chooseEncoding(header: string | undefined): ContentEncoding | null {
  const weights = new Map(
    (header ?? '').split(',').map((item) => {
      const [name = '', ...parameters] = item.split(';').map((part) => part.trim().toLowerCase())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return [name, weight === undefined ? 1 : Number(weight)] as const
    }),
  )
  const weightOf = (name: string) => weights.get(name) ?? weights.get('*') ?? 0
  const [br, gz] = [weightOf('br'), weightOf('gzip')]
  if (br > 0 && br >= gz) return 'br'
  return gz > 0 ? 'gzip' : null
}

export function compress(bytes: Buffer, encoding: ContentEncoding): Promise<Buffer> {
  if (encoding === 'gzip') return promisify(gzip)(bytes)
  return promisify(brotliCompress)(bytes, { params: { [zlib.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
}

/** A strong tag names bytes, so each encoding has its own: `"abc"` → `"abc-br"`. */
export function encodedTag(etag: string, encoding: ContentEncoding | null): string {
  return encoding ? etag.replace(/"$/, `-${encoding}"`) : etag
}
