import { toNumber } from '../source/rational.ts'
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
export function ceilingAfter(video: VideoFacts, rung: Rung): number {
  const { peakBitrate, display } = video
  const { width, height, maxRateKbps: most } = rung
  // Runs from before it was measured have recorded none.
  if (!(peakBitrate > 0) || !hasKeyframesEnough(video)) return most
  // Smaller rungs were seen to take pixels to the power of 0.5 to 1: by the side none gets less than it needs.
  const ofItsSide = Math.sqrt((width * height) / (display.width * display.height))
  const useful = (USEFUL * ofItsSide * peakBitrate) / 1000
  return Math.round(Math.min(most, Math.max(LEAST_SHARE * most, useful)))
}

/** Not so where only the first picture is whole, as of a clip that is shorter than its encoder's distance. */
function hasKeyframesEnough({ maxGopMs, frameCount, frameRate }: VideoFacts): boolean {
  const lengthMs = (1000 * frameCount) / toNumber(frameRate)
  return maxGopMs > 0 && maxGopMs <= LONGEST_GOP_MS && maxGopMs < 0.9 * lengthMs
}
