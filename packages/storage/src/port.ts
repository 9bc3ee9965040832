import type { Readable } from 'node:stream'

/** Bytes of an object. `end` is inclusive, as in HTTP; without it, to the end. `suffix` = the last n bytes. */
export type ByteRange = { start: number; end?: number } | { suffix: number }

/** Every call takes one; when it fires, the call rejects with `signal.reason`. */
export interface Cancellable {
  signal?: AbortSignal
}

/** One line of a listing. `etag` carries its quotes, as in HTTP; `size` is in bytes. */
export interface ObjectEntry {
  key: string
  size: number
  etag: string
  lastModified: Date
}

/** What the store knows of one object. */
export interface ObjectInfo extends ObjectEntry {
  contentType: string | undefined
  cacheControl: string | undefined
}

/** An object, or a range of it, on its way. Consume or destroy `body`. */
export interface ObjectContent extends ObjectInfo {
  body: Readable
  /** Bytes in `body`; `size` is that of the whole object. */
  contentLength: number
  /** `bytes 0-9/100` where a range was asked for. */
  contentRange: string | undefined
}

/** What may be written. A stream states its size in bytes, since S3 needs it first. A file is read in pieces. */
export type PutBody = Uint8Array | string | { stream: Readable; size: number } | { file: string }

export interface PutOptions extends Cancellable {
  contentType?: string
  cacheControl?: string
  /** `*` writes only where nothing is yet: of several writers at once exactly one is told `written`. */
  ifNoneMatch?: '*'
}

/** `exists` comes only with `ifNoneMatch`: another writer was first, and its object stands. */
export type PutResult = { outcome: 'written'; etag: string } | { outcome: 'exists' }

export interface GetOptions extends Cancellable {
  range?: ByteRange
  /** Answer only this version (an ETag with its quotes), else throw PreconditionFailed. */
  ifMatch?: string
}

export interface ObjectReader {
  /** @throws ObjectNotFound, RangeNotSatisfiable, PreconditionFailed, StorageUnavailable */
  get(key: string, options?: GetOptions): Promise<ObjectContent>
  /** Undefined where there is no such object. */
  head(key: string, options?: Cancellable): Promise<ObjectInfo | undefined>
  /** All objects under a prefix in UTF-8 byte order, fetched a page at a time while iterated. */
  list(prefix: string, options?: Cancellable): AsyncIterable<ObjectEntry>
  /** Writes the object to `path` (replacing a file there), resuming where the connection breaks. Leaves no half file. */
  downloadToFile(key: string, path: string, options?: Cancellable): Promise<ObjectInfo>
}

export interface ObjectWriter {
  put(key: string, body: PutBody, options?: PutOptions): Promise<PutResult>
  /** Uploads a local file, in parts above 64 MiB; memory stays bounded whatever the size. */
  uploadFile(path: string, key: string, options?: PutOptions): Promise<PutResult>
  /** Deleting what is not there succeeds. */
  delete(key: string, options?: Cancellable): Promise<void>
  deleteMany(keys: Iterable<string>, options?: Cancellable): Promise<void>
  /** Deletes everything under a non-empty prefix; answers how many objects went. */
  deletePrefix(prefix: string, options?: Cancellable): Promise<number>
}

/** An open multipart upload. */
export interface MultipartRef {
  key: string
  uploadId: string
}

/** A part that the store has. `number` is 1 to 10,000, `size` in bytes. */
export interface UploadedPart {
  number: number
  size: number
  etag: string
}

export interface PresignPartRequest extends MultipartRef {
  partNumber: number
  /** Signed: a client can send exactly this many bytes, no more and no fewer. */
  contentLength: number
  /** At most 604,800 (7 days). */
  expiresInSeconds: number
}

export interface MultipartUploads {
  create(
    key: string,
    options?: Pick<PutOptions, 'contentType' | 'cacheControl' | 'signal'>,
  ): Promise<MultipartRef>
  /** A URL on PUBLIC_S3_URL for one PUT of one part. No network. */
  presignPart(request: PresignPartRequest): Promise<string>
  /** All parts in order, over all pages. @throws UploadNotFound */
  listParts(upload: MultipartRef, options?: Cancellable): Promise<UploadedPart[]>
  /**
   * Makes the object of `parts`, which come from listParts: the store's word, not the client's.
   * @throws UploadNotFound, InvalidPart
   */
  complete(
    upload: MultipartRef,
    parts: readonly UploadedPart[],
    options?: Cancellable,
  ): Promise<{ etag: string }>
  /** Aborting what is gone already succeeds. */
  abort(upload: MultipartRef, options?: Cancellable): Promise<void>
}

export interface PresignGetOptions {
  readonly expiresInSeconds: number
  /** What the answer says in this header, such as the name to keep it under. */
  readonly contentDisposition?: string
}

/** One bucket. Adapters: createS3Store, createMemoryStore; both pass `@marquee/storage/conformance`. */
export interface ObjectStore extends ObjectReader, ObjectWriter {
  readonly bucket: string
  readonly multipart: MultipartUploads
  /** A URL on PUBLIC_S3_URL that reads one object, no longer than 604,800 s. No network. */
  presignGet(key: string, options: PresignGetOptions): Promise<string>
  /** Resolves when the bucket answers; for /readyz. @throws StorageUnavailable, StorageRefused */
  check(options?: Cancellable): Promise<void>
  /** Lets go of sockets. */
  close(): void
}
