import type { HlsConfig } from 'hls.js'

/** Two chances at a segment before it counts as lost, so that a dead network is told within seconds. */
const RETRY = { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2_000, backoff: 'exponential' as const }

const SEGMENT_POLICY = {
  default: { maxTimeToFirstByteMs: 9_000, maxLoadTimeMs: 60_000, timeoutRetry: RETRY, errorRetry: RETRY },
}

const LIST_POLICY = {
  default: { maxTimeToFirstByteMs: 8_000, maxLoadTimeMs: 15_000, timeoutRetry: RETRY, errorRetry: RETRY },
}

/**
 * The engine's settings. `startAt` in seconds; `bandwidth` in bits a second is what an earlier instance measured, so that
 * a replacement does not start from a guess.
 */
export function hlsConfig(startAt: number, bandwidth: number): Partial<HlsConfig> {
  return {
    startPosition: startAt,
    // Segments are fMP4 and pass through: a worker would cost its start and 60 kB for nothing.
    enableWorker: false,
    lowLatencyMode: false,
    // There are no inserted programmes here, and their scheduler restarts loading after a transfer.
    interstitialsController: undefined,
    // A picture larger than its window helps nobody; a manual choice is not capped.
    capLevelToPlayerSize: true,
    maxBufferLength: 30,
    backBufferLength: 60,
    // Without a test segment from the lowest rung the first frame is a good one.
    testBandwidth: false,
    abrEwmaDefaultEstimate: bandwidth,
    fragLoadPolicy: SEGMENT_POLICY,
    manifestLoadPolicy: LIST_POLICY,
    playlistLoadPolicy: LIST_POLICY,
  }
}
