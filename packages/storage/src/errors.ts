/** Every way in which a store can fail, as a closed set that callers may switch over. */
export type StorageErrorCode =
  | 'OBJECT_NOT_FOUND'
  | 'UPLOAD_NOT_FOUND'
  | 'INVALID_PART'
  | 'PRECONDITION_FAILED'
  | 'RANGE_NOT_SATISFIABLE'
  | 'STORAGE_REFUSED'
  | 'STORAGE_UNAVAILABLE'

/** Base of all errors of this package; `code` is stable, `message` is for people. */
export abstract class StorageError extends Error {
  abstract readonly code: StorageErrorCode

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** No object under this key. */
export class ObjectNotFound extends StorageError {
  readonly code = 'OBJECT_NOT_FOUND'
  readonly key: string
  constructor(key: string, options?: ErrorOptions) {
    super(`No object under the key «${key}»`, options)
    this.key = key
  }
}

/** The multipart upload does not exist, was aborted, or is already completed. */
export class UploadNotFound extends StorageError {
  readonly code = 'UPLOAD_NOT_FOUND'
  readonly uploadId: string
  constructor(uploadId: string, options?: ErrorOptions) {
    super(`No open multipart upload ${uploadId}`, options)
    this.uploadId = uploadId
  }
}

/** Completion named a part that is missing, out of order, too small, or has another ETag. */
export class InvalidPart extends StorageError {
  readonly code = 'INVALID_PART'
  readonly uploadId: string
  constructor(uploadId: string, options?: ErrorOptions) {
    super(`The parts of upload ${uploadId} do not make an object`, options)
    this.uploadId = uploadId
  }
}

/** `ifMatch` named another version of the object. */
export class PreconditionFailed extends StorageError {
  readonly code = 'PRECONDITION_FAILED'
  readonly key: string
  constructor(key: string, options?: ErrorOptions) {
    super(`The object «${key}» is not the version that was asked for`, options)
    this.key = key
  }
}

/** The range starts after the end of the object. */
export class RangeNotSatisfiable extends StorageError {
  readonly code = 'RANGE_NOT_SATISFIABLE'
  readonly key: string
  constructor(key: string, options?: ErrorOptions) {
    super(`The range lies outside of the object «${key}»`, options)
    this.key = key
  }
}

/** The store answered no, and will again: wrong credentials, missing bucket, unsupported operation. Do not retry. */
export class StorageRefused extends StorageError {
  readonly code = 'STORAGE_REFUSED'
  /** The store's own code, such as `AccessDenied`. */
  readonly reason: string
  constructor(reason: string, options?: ErrorOptions) {
    super(`The object store refused: ${reason}`, options)
    this.reason = reason
  }
}

/** The store cannot be reached, failed inside (5xx), asked to slow down, or broke off. Retry later. */
export class StorageUnavailable extends StorageError {
  readonly code = 'STORAGE_UNAVAILABLE'
  constructor(operation: string, options?: ErrorOptions) {
    super(`The object store did not complete ${operation}`, options)
  }
}

/** Cause of an error that the store itself answered: what a log may show, without headers or signatures. */
export class StoreAnswer extends Error {
  /** HTTP. */
  readonly status: number | undefined
  readonly requestId: string | undefined
  /** Requests that were made, the SDK's own retries included. */
  readonly attempts: number
  constructor(
    reason: string,
    facts: { status: number | undefined; requestId: string | undefined; attempts: number | undefined },
  ) {
    super(reason)
    this.name = 'StoreAnswer'
    this.status = facts.status
    this.requestId = facts.requestId
    this.attempts = facts.attempts ?? 1
  }
}
