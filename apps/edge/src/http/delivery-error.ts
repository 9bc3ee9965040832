/** Stable codes of the delivery origin, each with its HTTP status and a sentence for whoever looks at the answer. */
export const DELIVERY_ERRORS = {
  PLAYBACK_TOKEN_INVALID: {
    status: 403,
    message: 'This address was not given out for this video. Ask the API for a new one.',
  },
  PLAYBACK_REVOKED: { status: 403, message: 'This video can no longer be watched at this address.' },
  PLAYBACK_TOKEN_EXPIRED: { status: 403, message: 'This address has expired. Ask the API for a new one.' },
  NOT_FOUND: { status: 404, message: 'There is nothing at this address.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'Only GET, HEAD and OPTIONS are answered here.' },
  RANGE_NOT_SATISFIABLE: { status: 416, message: 'The range starts behind the end of the file.' },
  INTERNAL: { status: 500, message: 'This failed on our side. Try again.' },
  STREAM_NOT_READY: {
    status: 503,
    message: 'This part of the video is still being made. Try again in a few seconds.',
  },
  STORAGE_FAILED: {
    status: 502,
    message: 'The storage behind this address gave no usable answer. Try again.',
  },
  STORAGE_UNAVAILABLE: {
    status: 503,
    message: 'The storage behind this address does not answer. Try again in a few seconds.',
  },
} as const satisfies Record<string, { status: number; message: string }>

/**
 * How long caches may repeat a failure: a refusal never, since a new token or a changed clock ends it; what is missing
 * for seconds; our own trouble for one, so that a crowd behind a CDN is one request and not a storm.
 */
export function failureCacheControl(status: number): string {
  if (status === 404 || status === 416) return 'public, max-age=5'
  return status >= 500 ? 'public, max-age=1' : 'no-store'
}

export type DeliveryErrorCode = keyof typeof DELIVERY_ERRORS

/** Why a request gets no object: an expected end, so a value. */
export interface DeliveryFailure {
  readonly code: DeliveryErrorCode
  readonly headers?: Readonly<Record<string, string>>
}
