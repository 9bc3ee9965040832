/** One step of a ladder, before a source has given it a size. */
export interface LadderStep {
  /** Pixels of the shorter side, so that portrait and landscape get the same quality. */
  readonly shortSide: number
  /** x264's constant rate factor; the quality aimed at. */
  readonly crf: number
  /** Ceiling in kbit/s at up to 30 frames a second; CRF stays below it wherever the picture is easy. */
  readonly maxRateKbps: number
  readonly profile: 'main' | 'high'
}

/**
 * The default H.264 ladder, highest first. Ceilings follow Apple's HLS authoring table (2024) for H.264.
 * No level is stated: x264 derives the lowest that holds from size, rate and ceiling.
 */
export const DEFAULT_LADDER: readonly LadderStep[] = [
  { shortSide: 1080, crf: 23, maxRateKbps: 6000, profile: 'high' },
  { shortSide: 720, crf: 23, maxRateKbps: 3400, profile: 'high' },
  { shortSide: 480, crf: 23, maxRateKbps: 1600, profile: 'high' },
  { shortSide: 360, crf: 23, maxRateKbps: 900, profile: 'main' },
  { shortSide: 240, crf: 24, maxRateKbps: 450, profile: 'main' },
]

/** AAC-LC in stereo; one rendition for all rungs. */
export const AUDIO_KBPS = 128
export const AUDIO_SAMPLE_RATE = 48_000

/** Every rung starts a closed GOP at the first frame of each such span. */
export const GOP_SECONDS = 2
/** A multiple of the GOP, so that segments of all rungs start at the same frames. */
export const SEGMENT_SECONDS = 4
