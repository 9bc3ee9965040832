import type { Connectivity } from '../ports.ts'

/** What the browser believes of the network. */
export function createBrowserConnectivity(): Connectivity {
  return {
    isOnline: () => navigator.onLine,
    onChange(listener) {
      addEventListener('online', listener)
      addEventListener('offline', listener)
      return () => {
        removeEventListener('online', listener)
        removeEventListener('offline', listener)
      }
    },
  }
}
