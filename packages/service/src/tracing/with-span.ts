import { currentTrace, newTrace, runInTrace, type TraceContext } from './trace-context.ts'

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>

export interface SpanOptions {
  /** What the span follows from; by default the span or request around it. */
  readonly parent?: TraceContext | null | undefined
  /** `server`: a request that came in. `consumer`: a job. `client`: a call of another program. */
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer'
  readonly attributes?: SpanAttributes
}

/** The span that is open, for what is known only later. Every call is free where nothing is exported. */
export interface OpenSpan {
  rename(name: string): void
  set(attributes: SpanAttributes): void
  /** An expected end that is none to be proud of; what is thrown is recorded by itself. */
  fail(reason: string): void
}

/** Makes the spans of this process: OpenTelemetry's, where something collects them. */
export interface SpanMaker {
  start(name: string, parent: TraceContext, options: SpanOptions): StartedSpan
}

export interface StartedSpan extends OpenSpan {
  readonly context: TraceContext
  throwing(error: unknown): void
  end(): void
}

const NOT_EXPORTED: OpenSpan = { rename: () => {}, set: () => {}, fail: () => {} }

let maker: SpanMaker | undefined

/** One for the whole process; undefined turns spans off. */
export function exportSpansBy(spans: SpanMaker | undefined): void {
  maker = spans
}

/**
 * Does `work` as a step of a trace: what it logs has the trace's request id, and where traces are exported it is a span.
 * Without a parent, here or around it, it begins a trace of its own.
 */
export function withSpan<Result>(
  name: string,
  options: SpanOptions,
  work: (span: OpenSpan) => Promise<Result>,
): Promise<Result> {
  const current = currentTrace()
  const parent = options.parent ?? current ?? newTrace()
  if (!maker) return parent === current ? work(NOT_EXPORTED) : runInTrace(parent, () => work(NOT_EXPORTED))
  const span = maker.start(name, parent, options)
  return runInTrace(span.context, () => finish(span, work))
}

async function finish<Result>(span: StartedSpan, work: (span: OpenSpan) => Promise<Result>): Promise<Result> {
  try {
    return await work(span)
  } catch (error) {
    span.throwing(error)
    throw error
  } finally {
    span.end()
  }
}
