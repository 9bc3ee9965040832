import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import type { S3Request } from '../request.ts'
import { S3Error } from '../s3-error.ts'
import { crc32c } from './crc32c.ts'

export type ChecksumAlgorithm = 'crc32' | 'crc32c' | 'sha1' | 'sha256'

/** A checksum of an object, in base64, as x-amz-checksum-* carries it. */
export interface Checksum {
  algorithm: ChecksumAlgorithm
  value: string
}

/** Takes bytes, gives base64. */
export interface Digester {
  update(data: Uint8Array): void
  base64(): string
}

const HEADER = 'x-amz-checksum-'
const NOT_CHECKSUMS = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type'])

/** The algorithm that the request announces in a header or as its trailer; undefined where there is none. */
export function announcedAlgorithm({ headers }: S3Request): ChecksumAlgorithm | undefined {
  const inHeaders = [...headers.keys()].filter((name) => name.startsWith(HEADER) && !NOT_CHECKSUMS.has(name))
  const inTrailer = (headers.get('x-amz-trailer') ?? '').split(',').filter((name) => name.startsWith(HEADER))
  const [name, ...more] = [...inHeaders, ...inTrailer]
  if (more.length > 0) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header')
  if (name === undefined) return undefined
  const algorithm = name.slice(HEADER.length)
  if (isSupported(algorithm)) return algorithm
  throw new S3Error('NotImplemented', `The checksum ${algorithm} is not implemented`)
}

/** Whether a document comes with a digest, which S3 requires where a damaged one would do harm. */
export function hasDigest({ headers }: Pick<S3Request, 'headers'>): boolean {
  return [...headers.keys(), headers.get('x-amz-trailer') ?? ''].some(
    (name) => name === 'content-md5' || (name.startsWith(HEADER) && !NOT_CHECKSUMS.has(name)),
  )
}

function isSupported(algorithm: string): algorithm is ChecksumAlgorithm {
  return ['crc32', 'crc32c', 'sha1', 'sha256'].includes(algorithm)
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `${HEADER}${algorithm}`
}

export function createDigester(algorithm: ChecksumAlgorithm): Digester {
  if (algorithm === 'crc32') return createCrcDigester(crc32)
  if (algorithm === 'crc32c') return createCrcDigester(crc32c)
  const hash = createHash(algorithm)
  return { update: (data) => void hash.update(data), base64: () => hash.digest('base64') }
}

function createCrcDigester(crc: (data: Uint8Array, previous: number) => number): Digester {
  let value = 0
  return {
    update(data) {
      value = crc(data, value)
    },
    base64() {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes.toString('base64')
    },
  }
}
