import { createHash } from 'node:crypto'

/** The check values of the CRC catalogue are all of this text: https://reveng.sourceforge.io/crc-catalogue/all.htm */
export const KNOWN_TEXT = '123456789'

/** Of KNOWN_TEXT, by the header that carries each. */
export const KNOWN_DIGESTS: Readonly<Record<string, string>> = {
  'content-md5': hash('md5'),
  'x-amz-checksum-crc32': base64('cbf43926'),
  'x-amz-checksum-crc32c': base64('e3069283'),
  'x-amz-checksum-sha1': hash('sha1'),
  'x-amz-checksum-sha256': hash('sha256'),
}

/** Of another text of the same length. */
export const WRONG_TEXT = '123456780'

function hash(algorithm: string): string {
  return createHash(algorithm).update(KNOWN_TEXT).digest('base64')
}

function base64(hexadecimal: string): string {
  return Buffer.from(hexadecimal, 'hex').toString('base64')
}
