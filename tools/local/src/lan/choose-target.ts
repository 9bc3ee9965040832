/** What the front door leads to; ports of this machine's loopback. */
export interface Targets {
  readonly web: number
  readonly edge: number
  readonly objectStore: number
  /** Names of buckets that browsers reach by presigned URLs. */
  readonly buckets: readonly string[]
}

/** The port that answers a path. Everything is one origin, so that a device accepts one certificate and nothing is mixed. */
export function choosePort(url: string, { web, edge, objectStore, buckets }: Targets): number {
  const [, first = ''] = url.split(/[/?]/, 2)
  if (first === 'v') return edge
  return buckets.includes(first) ? objectStore : web
}
