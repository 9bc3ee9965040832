import type { VideoFacts } from '../source/source-facts.ts'
import type { Rung } from './select-rungs.ts'

/**
 * Of what a source takes in its busiest two seconds. Starved ones were seen to take 1.4 to 4.6 times as much at the ladder's crf,
 * whatever their codec, others less than they had; what is spent above 3 is hardly seen (decision 0043).
 */
const USEFUL = 3

/** Of a step's ceiling, for what a source has not paid for: a watermark. */
const LEAST_SHARE = 1 / 4

/**
 * x264's own, 250 frames, at 23.976 a second. Of a page that fills between keyframes that are farther apart, no two seconds tell
 * what its picture takes: one of 0.1 Mbit/s at its busiest took 2.2 with a keyframe every two seconds.
 */
const LONGEST_GOP_MS = 10_430

/**
 * A rung's ceiling in kbit/s: its step's, or what can be used of the source's bits where that is less. The source's busiest two
 * seconds count, not its average: slides may have a film among them.
 */
export function ceilingAfter({ peakBitrate, maxGopMs, display }: VideoFacts, rung: Rung): number {
  const { width, height, maxRateKbps: most } = rung
  if (peakBitrate <= 0 || maxGopMs > LONGEST_GOP_MS) return most
  // Smaller rungs were seen to take pixels to the power of 0.5 to 1: by the side none gets less than it needs.
  const ofItsSide = Math.sqrt((width * height) / (display.width * display.height))
  const useful = (USEFUL * ofItsSide * peakBitrate) / 1000
  return Math.round(Math.min(most, Math.max(LEAST_SHARE * most, useful)))
}
