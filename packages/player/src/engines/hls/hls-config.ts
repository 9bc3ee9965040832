import type { HlsConfig, RetryConfig } from 'hls.js'
import type { Renewal } from '../../renewal/renewal.ts'

/** Two chances at a segment before it counts as lost, so that a dead network is told within seconds. */
const RETRY = { maxNumRetry: 2, retryDelayMs: 500, maxRetryDelayMs: 2_000, backoff: 'exponential' as const }

/** An answer that never comes back better is asked for at most this often: 13 s with the delays above. */
const MAX_REFUSALS = 8

/** A refused address is asked for again under a new one: the viewer has what is buffered meanwhile. */
function errorRetry(renewal: Renewal) {
  const shouldRetry: RetryConfig['shouldRetry'] = (_config, count, _isTimeout, response, retry) =>
    response?.code === 403 ? count < MAX_REFUSALS && renewal.refused(response.url) : retry
  return { ...RETRY, shouldRetry }
}

/**
 * The engine's settings. What it loads goes out under the newest address that `renewal` knows. `startAt` in seconds; `bandwidth` in bits a second is what an earlier instance measured, so that
 * a replacement does not start from a guess.
 */
export function hlsConfig(startAt: number, bandwidth: number, renewal: Renewal): Partial<HlsConfig> {
  const retries = { timeoutRetry: RETRY, errorRetry: errorRetry(renewal) }
  const lists = { default: { maxTimeToFirstByteMs: 8_000, maxLoadTimeMs: 15_000, ...retries } }
  const segments = { default: { maxTimeToFirstByteMs: 9_000, maxLoadTimeMs: 60_000, ...retries } }
  return {
    xhrSetup: async (xhr, url) => xhr.open('GET', await renewal.addressOf(url), true),
    startPosition: startAt,
    // Segments are fMP4 and pass through: a worker would cost its start and 60 kB for nothing.
    enableWorker: false,
    lowLatencyMode: false,
    // Captions are the element's own tracks: these would turn them off, and empty them with each new set.
    subtitleTrackController: undefined,
    subtitleStreamController: undefined,
    timelineController: undefined,
    // There are no inserted programmes here, and their scheduler restarts loading after a transfer.
    interstitialsController: undefined,
    // A picture larger than its window helps nobody; a manual choice is not capped.
    capLevelToPlayerSize: true,
    maxBufferLength: 30,
    // By itself it holds up to ten minutes of a small rendition: bytes that most viewers leave unseen.
    maxMaxBufferLength: 60,
    backBufferLength: 60,
    // Without a test segment from the lowest rung the first frame is a good one.
    testBandwidth: false,
    abrEwmaDefaultEstimate: bandwidth,
    fragLoadPolicy: segments,
    manifestLoadPolicy: lists,
    playlistLoadPolicy: lists,
  }
}
