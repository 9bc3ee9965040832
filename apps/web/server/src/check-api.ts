import type { HealthCheck } from '@marquee/service'

/** Pages need an API that lives; what it needs itself is its own to say. */
export function checkApi(apiUrl: string): HealthCheck {
  return async (signal) => {
    const response = await fetch(`${apiUrl}/healthz`, { signal })
    await response.body?.cancel()
    if (!response.ok) throw new Error(`The API answered ${response.status}`)
  }
}
