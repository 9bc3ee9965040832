import type { VideoFacts } from '../source/source-facts.ts'
import type { Rung } from './select-rungs.ts'

/**
 * Of what a source takes in its busiest two seconds. Starved ones were seen to take 1.4 to 4.6 times as much at the ladder's crf,
 * whatever their codec, others less than they had; what is spent above 3 is hardly seen (decision 0043).
 */
const USEFUL = 3

/**
 * Of a step's ceiling, for what a source hardly paid for: a watermark, and keyframes every two seconds of a page that filled in
 * the course of a minute.
 */
const LEAST_SHARE = 1 / 4

/**
 * A rung's ceiling in kbit/s: its step's, or what can be used of the source's bits where that is less. The source's busiest two
 * seconds count, not its average: slides may have a film among them.
 */
export function ceilingAfter({ peakBitrate, display }: VideoFacts, rung: Rung): number {
  const { width, height, maxRateKbps: most } = rung
  if (peakBitrate <= 0) return most
  // Smaller rungs were seen to take pixels to the power of 0.5 to 1: by the side none gets less than it needs.
  const ofItsSide = Math.sqrt((width * height) / (display.width * display.height))
  const useful = (USEFUL * ofItsSide * peakBitrate) / 1000
  return Math.round(Math.min(most, Math.max(LEAST_SHARE * most, useful)))
}
