/** True when `url` answers 2xx. */
export async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(url, { signal })
  await response.body?.cancel()
  return response.ok
}
