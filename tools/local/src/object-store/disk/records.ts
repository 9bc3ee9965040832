import type { Checksum } from '../body/checksums.ts'
import type { Tags } from '../tags.ts'

/** Response headers that S3 keeps with an object, and its x-amz-meta-*. Lower-case names. */
export type StoredHeaders = Record<string, string>

/** Trailer of an object's file. */
export interface ObjectRecord {
  key: string
  size: number
  /** Without quotes. */
  etag: string
  /** Milliseconds since 1970. */
  modified: number
  headers: StoredHeaders
  checksum?: Checksum | undefined
  tags?: Tags | undefined
  /** For an object made of parts, whose own file has no data: the parts' folder and [number, size] in order. */
  parts?: { uploadId: string; pieces: [number: number, size: number][] } | undefined
}

/** Trailer of a part's file. */
export interface PartRecord {
  size: number
  /** The MD5 in hexadecimal. */
  etag: string
  modified: number
  checksum?: Checksum | undefined
}

/** An upload's own file. */
export interface UploadRecord {
  key: string
  headers: StoredHeaders
  tags?: Tags | undefined
  /** Milliseconds since 1970. */
  initiated: number
}
