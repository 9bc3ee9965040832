import { z } from 'zod'
import type { Logger } from '../logging/create-logger.ts'
import { exportSpansBy } from './with-span.ts'

/** OpenTelemetry's own names and meanings: https://opentelemetry.io/docs/specs/otel/protocol/exporter */
export const tracingEnvironment = {
  /** Base address of an OTLP/HTTP collector; unset: no traces, and no OpenTelemetry in memory. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' })
    .optional(),
  /** `name=value`, separated by commas, as a hosted collector wants them; values may be percent-encoded. */
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional(),
  /** 0 to 1: which part of all traces is exported, the same ones in every program. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: 'must be a number from 0 to 1' })
    .min(0)
    .max(1)
    .default(1),
}

export type TracingSettings = z.output<z.ZodObject<typeof tracingEnvironment>>

export interface Tracing {
  /** Sends what is not sent yet. */
  close(): Promise<void>
}

/** Exports this process's spans where OTEL_EXPORTER_OTLP_ENDPOINT says so. */
export async function startTracing(
  program: string,
  settings: TracingSettings,
  logger: Logger,
): Promise<Tracing> {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!endpoint) return { close: async () => {} }
  const { openSpanExporter } = await import('./open-span-exporter.ts')
  const exporter = openSpanExporter({
    program,
    endpoint,
    headers: readHeaders(settings.OTEL_EXPORTER_OTLP_HEADERS),
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    onError: (err) => logger.warn({ err }, 'traces were not sent'),
  })
  exportSpansBy(exporter.spans)
  return {
    async close() {
      exportSpansBy(undefined)
      await exporter.close()
    },
  }
}

function readHeaders(text = ''): Record<string, string> {
  const pairs = text.split(',').map((pair) => {
    const [name = '', ...value] = pair.split('=')
    return [name.trim(), decodeURIComponent(value.join('=').trim())] as const
  })
  return Object.fromEntries(pairs.filter(([name]) => name !== ''))
}
