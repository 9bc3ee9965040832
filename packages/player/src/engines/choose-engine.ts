/** What a browser can do, as asked of it. */
export type Abilities = { mediaSource: boolean; nativeHls: boolean; apple: boolean }

/**
 * Apple's own HLS is the better one on its devices (AirPlay, battery, and iPhones before 17 have no other); everywhere
 * else hls.js is, also in the Chromiums that have lately learned HLS, because it lets a viewer choose.
 */
export function chooseEngine({ mediaSource, nativeHls, apple }: Abilities): 'hls.js' | 'native' | null {
  if (apple && nativeHls) return 'native'
  if (mediaSource) return 'hls.js'
  return nativeHls ? 'native' : null
}

/** Asks this browser. */
export function readAbilities(media: HTMLVideoElement): Abilities {
  const scope = globalThis as typeof globalThis & { ManagedMediaSource?: unknown }
  return {
    mediaSource: typeof scope.MediaSource === 'function' || typeof scope.ManagedMediaSource === 'function',
    nativeHls: media.canPlayType('application/vnd.apple.mpegurl') !== '',
    apple: /^apple/i.test(navigator.vendor),
  }
}
