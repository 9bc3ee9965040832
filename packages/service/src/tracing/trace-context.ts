import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingHttpHeaders } from 'node:http'
import { randomHex } from './random-hex.ts'

/**
 * Which request, of a person or a program, the work at hand belongs to. Its trace id is the request id that answers,
 * errors and logs show: 32 hexadecimal digits, from the browser to ffmpeg.
 */
export interface TraceContext {
  readonly traceId: string
  /** The caller's own step, 16 hexadecimal digits: the parent of the next span. */
  readonly spanId: string
}

const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/
/** W3C Trace Context, section 3.2: version, trace id, parent id, flags. A later version may append fields. */
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/
const MAX_HEADER_LENGTH = 128

const current = new AsyncLocalStorage<TraceContext>()

/** Undefined outside of any request, job or span. */
export function currentTrace(): TraceContext | undefined {
  return current.getStore()
}

/** The trace id of what is being done; a new one outside of anything, so that it can be quoted all the same. */
export function currentRequestId(): string {
  return currentTrace()?.traceId ?? newTrace().traceId
}

/** The current trace as it travels: a header, a job's payload, a column. Undefined outside of any. */
export function currentTraceparent(): string | undefined {
  const context = currentTrace()
  return context && formatTraceparent(context)
}

export function runInTrace<Result>(context: TraceContext, work: () => Result): Result {
  return current.run(context, work)
}

export function newTrace(traceId = randomHex(16)): TraceContext {
  return { traceId, spanId: randomHex(8) }
}

/** Null for whatever is no traceparent. */
export function parseTraceparent(text: string | null | undefined): TraceContext | null {
  if (!text || text.length > MAX_HEADER_LENGTH) return null
  const [, version, traceId, spanId, later] = TRACEPARENT.exec(text.trim()) ?? []
  if (!traceId || !spanId || (version === '00' && later)) return null
  return { traceId, spanId }
}

/** Always «sampled»: whether a trace is exported is decided by its id, alike in every program. */
export function formatTraceparent({ traceId, spanId }: TraceContext): string {
  return `00-${traceId}-${spanId}-01`
}

/**
 * The trace that a caller names, by `traceparent` or by an `X-Request-Id` of 32 hexadecimal digits or a UUID, which are
 * what common proxies make; null where it names none. Anything else is not taken: it would stand in our logs.
 */
export function namedTrace(headers: IncomingHttpHeaders): TraceContext | null {
  const named = parseTraceparent(headers.traceparent?.toString())
  if (named) return named
  const requestId = readRequestId(headers['x-request-id']?.toString())
  return requestId === undefined ? null : newTrace(requestId)
}

/** As {@link namedTrace}; a new one where the caller names none. */
export function traceOfHeaders(headers: IncomingHttpHeaders): TraceContext {
  return namedTrace(headers) ?? newTrace()
}

function readRequestId(text: string | undefined): string | undefined {
  if (!text || text.length > 36) return undefined
  const id = text.toLowerCase().replaceAll('-', '')
  return TRACE_ID.test(id) ? id : undefined
}
