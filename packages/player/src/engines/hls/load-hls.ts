import type Hls from 'hls.js'

/**
 * Fetches hls.js (183 kB gzip) when there is something to play. The full build: the light one leaves out alternate audio,
 * and our sets keep sound apart from the picture.
 */
export async function loadHls(): Promise<typeof Hls> {
  const { default: implementation } = await import('hls.js')
  return implementation
}
