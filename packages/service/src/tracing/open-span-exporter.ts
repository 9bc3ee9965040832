import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags, type Tracer, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import type { TraceContext } from './trace-context.ts'
import type { SpanAttributes, SpanMaker, SpanOptions, StartedSpan } from './with-span.ts'

export interface SpanExporterSettings {
  readonly program: string
  /** Base address of the collector; `/v1/traces` is added. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  /** 0 to 1. */
  readonly ratio: number
  onError(error: Error): void
}

export interface OpenedExporter {
  readonly spans: SpanMaker
  close(): Promise<void>
}

/** Spans wait this many milliseconds for others to go with. */
const BATCH_MS = 1_000

/** Only start-tracing.ts imports this file, and only where traces are wanted: OpenTelemetry costs 15 MB. */
export function openSpanExporter(settings: SpanExporterSettings): OpenedExporter {
  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: { ...settings.headers },
  })
  const provider = new TracerProvider({
    // By the trace's id alone, so that all programs agree, and no caller decides.
    sampler: new TraceIdRatioBasedSampler(settings.ratio),
    resource: resourceFromAttributes({
      'service.namespace': 'marquee',
      'service.name': settings.program,
      'service.instance.id': `${hostname()}:${process.pid}:${randomBytes(2).toString('hex')}`,
    }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reporting(exporter, settings.onError),
        scheduledDelayMillis: BATCH_MS,
      }),
    ],
  })
  const tracer = provider.getTracer('marquee')
  return {
    spans: { start: (name, parent, options) => startSpan(tracer, name, parent, options) },
    close: () => provider.shutdown(),
  }
}

/** By itself the SDK tells nobody what it could not send. */
function reporting(exporter: OTLPTraceExporter, onError: (error: Error) => void): SpanExporter {
  return {
    export(spans: ReadableSpan[], done) {
      exporter.export(spans, (result) => {
        if (result.error) onError(result.error)
        done(result)
      })
    },
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  }
}

const KINDS = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
} as const

function startSpan(tracer: Tracer, name: string, parent: TraceContext, options: SpanOptions): StartedSpan {
  const above = { ...parent, traceFlags: TraceFlags.SAMPLED, isRemote: true }
  const span = tracer.startSpan(
    name,
    { kind: KINDS[options.kind ?? 'internal'], attributes: defined(options.attributes) },
    trace.setSpanContext(ROOT_CONTEXT, above),
  )
  const { traceId, spanId } = span.spanContext()
  return {
    context: { traceId, spanId },
    rename: (newName) => void span.updateName(newName),
    set: (attributes) => void span.setAttributes(defined(attributes)),
    fail: (message) => void span.setStatus({ code: SpanStatusCode.ERROR, message }),
    throwing(error) {
      // Never its text, which may hold anything: the log has that, redacted.
      const type = error instanceof Error ? error.name : typeof error
      span.setAttribute('error.type', type)
      span.setStatus({ code: SpanStatusCode.ERROR, message: type })
    },
    end: () => span.end(),
  }
}

function defined(attributes: SpanAttributes = {}): Record<string, string | number | boolean> {
  const entries = Object.entries(attributes)
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string | number | boolean] => entry[1] !== undefined),
  )
}
