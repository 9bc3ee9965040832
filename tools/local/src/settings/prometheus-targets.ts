import { writeFileSync } from 'node:fs'
import type { Variables } from './compose-variables.ts'

/** One entry of Prometheus' `file_sd_configs`. */
export interface TargetGroup {
  readonly targets: readonly string[]
  readonly labels: { readonly job: string }
}

/** Where each program of this installation answers /metrics, on its health port or to this machine on its own. */
export function prometheusTargets(
  variables: Variables,
  workers: readonly { readonly healthPort: number }[],
): readonly TargetGroup[] {
  const at = (job: string, ...ports: (string | number | undefined)[]): TargetGroup[] => {
    const known = ports.filter((port) => Number(port) > 0)
    return known.length === 0
      ? []
      : [{ targets: known.map((port) => `127.0.0.1:${port}`), labels: { job: `marquee-${job}` } }]
  }
  return [
    ...at('api', variables.API_HEALTH_PORT || variables.API_PORT),
    ...at('edge', variables.EDGE_HEALTH_PORT || variables.EDGE_PORT),
    ...at('web', variables.WEB_HEALTH_PORT || variables.WEB_PORT),
    ...at('worker', ...workers.map(({ healthPort }) => healthPort)),
    ...at('object-store', variables.OBJECT_STORE_HEALTH_PORT),
  ]
}

/** Writes them where a Prometheus may look, and looks again when they change. */
export function writePrometheusTargets(file: string, groups: readonly TargetGroup[]): void {
  writeFileSync(file, `${JSON.stringify(groups, null, 2)}\n`)
}
