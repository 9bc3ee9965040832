import type { Logger } from '../logging/create-logger.ts'

/** Resolves when the dependency answers; throws, or outlives the signal, when it does not. */
export type HealthCheck = (signal: AbortSignal) => Promise<unknown>

export interface HealthOptions {
  /** By the name that /readyz shows: `postgres`, `redis`, `storage`. */
  readonly checks: Readonly<Record<string, HealthCheck>>
  /** What the program does its work without, if not quite as well. */
  readonly optional?: Readonly<Record<string, HealthCheck>>
  /** False until the program can take what it is for; what keeps it is named meanwhile. By default it can from the beginning. */
  readonly isStarted?: () => boolean
  readonly logger?: Logger
  /** Milliseconds that one check may take. */
  readonly timeoutMs?: number
  /** Milliseconds that a report is shared, so that many probes cost one. */
  readonly freshMs?: number
}

export interface CheckReport {
  readonly ok: boolean
  readonly durationMs: number
}

export interface HealthReport {
  /** `degraded`: only something optional is away, so requests may come. */
  readonly status: 'starting' | 'ready' | 'degraded' | 'unready' | 'draining'
  readonly checks: Readonly<Record<string, CheckReport>>
}

export interface Health {
  readiness(): Promise<HealthReport>
  /** From now on the program is alive but not ready, so that a balancer stops sending before the port closes. */
  drain(): void
}

/** The readiness of a program: its named dependencies, asked side by side. Causes are logged, never shown. */
export function createHealth(options: HealthOptions): Health {
  const { freshMs = 1_000, isStarted = () => true } = options
  let draining = false
  let shared: { readonly at: number; readonly report: Promise<HealthReport> } | undefined

  return {
    async readiness() {
      if (draining) return { status: 'draining', checks: {} }
      const now = performance.now()
      if (!shared || now - shared.at > freshMs) shared = { at: now, report: askAll(options) }
      const report = await shared.report
      return isStarted() ? report : { ...report, status: 'starting' }
    },
    drain() {
      draining = true
    },
  }
}

async function askAll(options: HealthOptions): Promise<HealthReport> {
  const { checks, optional = {} } = options
  const reports = await Promise.all(
    Object.entries({ ...optional, ...checks }).map(
      async ([name, check]) => [name, await ask(name, check, options)] as const,
    ),
  )
  const away = reports.filter(([, { ok }]) => !ok).map(([name]) => name)
  const status = away.length === 0 ? 'ready' : away.some((name) => name in checks) ? 'unready' : 'degraded'
  return { status, checks: Object.fromEntries(reports) }
}

async function ask(name: string, check: HealthCheck, options: HealthOptions): Promise<CheckReport> {
  const started = performance.now()
  const signal = AbortSignal.timeout(options.timeoutMs ?? 2_000)
  const ok = await Promise.race([check(signal), rejectOn(signal)]).then(
    () => true,
    (err: unknown) => {
      options.logger?.warn({ err, check: name }, 'a check failed')
      return false
    },
  )
  return { ok, durationMs: Math.round(performance.now() - started) }
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
