import { S3ServiceException } from '@aws-sdk/client-s3'
import {
  InvalidPart,
  ObjectNotFound,
  PreconditionFailed,
  RangeNotSatisfiable,
  StorageError,
  StorageRefused,
  StorageUnavailable,
  StoreAnswer,
  UploadNotFound,
} from '../errors.ts'

/** What a failed call was about, so that the error can name it. */
export interface CallSubject {
  operation: string
  key?: string
  uploadId?: string
  signal?: AbortSignal | undefined
}

const INVALID_PART_CODES = new Set(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall'])
const RETRY_LATER_STATUSES = new Set([408, 409, 425, 429])

/** Runs a call; its failure rejects with `signal.reason` when cancelled, else with a StorageError. */
export async function translated<T>(subject: CallSubject, call: () => Promise<T>): Promise<T> {
  try {
    subject.signal?.throwIfAborted()
    return await call()
  } catch (error) {
    throw translateError(error, subject)
  }
}

/** Decides by HTTP status, S3 code and system error code; never by message. Unknown errors pass unchanged. */
export function translateError(error: unknown, subject: CallSubject): unknown {
  if (subject.signal?.aborted) return subject.signal.reason
  if (error instanceof StorageError) return error
  if (error instanceof S3ServiceException) return translateAnswer(error, subject)
  if (isConnectionError(error)) return new StorageUnavailable(subject.operation, { cause: error })
  return error
}

function translateAnswer(error: S3ServiceException, subject: CallSubject): StorageError {
  const { key = '', uploadId = '', operation } = subject
  const { httpStatusCode: status, requestId, attempts } = error.$metadata
  const options = { cause: new StoreAnswer(error.name, { status, requestId, attempts }) }
  // Ceph 16 says NoSuchKey of an upload that is gone.
  const isGone = error.name === 'NoSuchKey' || error.name === 'NotFound'
  if (error.name === 'NoSuchUpload' || (isGone && uploadId !== ''))
    return new UploadNotFound(uploadId, options)
  if (isGone) return new ObjectNotFound(key, options)
  if (INVALID_PART_CODES.has(error.name)) return new InvalidPart(uploadId, options)
  if (status === 412) return new PreconditionFailed(key, options)
  if (status === 416) return new RangeNotSatisfiable(key, options)
  if (status === undefined || status >= 500 || RETRY_LATER_STATUSES.has(status)) {
    return status === 501
      ? new StorageRefused(error.name, options)
      : new StorageUnavailable(operation, options)
  }
  return new StorageRefused(error.name, options)
}

/** Node's system errors carry a string `code`; the SDK's timeouts are named TimeoutError. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error.name === 'TimeoutError' || ('code' in error && isNetworkCode(error.code))
}

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_STREAM_PREMATURE_CLOSE',
])

function isNetworkCode(code: unknown): boolean {
  return (
    typeof code === 'string' &&
    (NETWORK_CODES.has(code) || TLS_CODES.has(code) || code.startsWith(OPENSSL_PREFIX))
  )
}

/** What OpenSSL says of the other side, such as `ERR_SSL_WRONG_VERSION_NUMBER` of one that speaks no TLS. */
const OPENSSL_PREFIX = 'ERR_SSL_'

/**
 * A certificate that is not trusted, or no longer: the store cannot be reached until somebody renews it, and then it can
 * (https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes).
 */
const TLS_CODES = new Set([
  'EPROTO',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_CHAIN_TOO_LONG',
  'CERT_SIGNATURE_FAILURE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
])
