/** What pictures are encoded as. */
export const PICTURE_CODECS = ['h264', 'hevc', 'vp9', 'av1'] as const
export type PictureCodec = (typeof PICTURE_CODECS)[number]

/** What a stream is made in where nobody asks for anything else: all devices play it. */
export const USUAL_CODEC: PictureCodec = 'h264'

/** One step of a ladder, before a source has given it a size. */
export interface LadderStep {
  /** Pixels of the shorter side, so that portrait and landscape get the same quality. */
  readonly shortSide: number
  /** The encoder's own constant rate factor; the quality aimed at. Those of different encoders are different scales. */
  readonly crf: number
  /** Ceiling in kbit/s at up to 30 frames a second; CRF stays below it wherever the picture is easy. */
  readonly maxRateKbps: number
  readonly profile: 'main' | 'high'
}

const main = (shortSide: number, crf: number, maxRateKbps: number): LadderStep => ({
  ...{ shortSide, crf, maxRateKbps },
  profile: 'main',
})

/**
 * Highest first. Ceilings of H.264 and HEVC follow Apple's HLS authoring table (2024), those of VP9 Google's settings for
 * video on demand; AV1's are four fifths of VP9's. No level is stated: the lowest that holds follows from size, rate and
 * ceiling. The lowest steps are H.264's alone: what plays nothing newer is what needs them.
 */
export const LADDERS: Readonly<Record<PictureCodec, readonly LadderStep[]>> = {
  h264: [
    { shortSide: 2160, crf: 23, maxRateKbps: 20_000, profile: 'high' },
    { shortSide: 1440, crf: 23, maxRateKbps: 11_000, profile: 'high' },
    { shortSide: 1080, crf: 23, maxRateKbps: 6000, profile: 'high' },
    { shortSide: 720, crf: 23, maxRateKbps: 3400, profile: 'high' },
    { shortSide: 480, crf: 23, maxRateKbps: 1600, profile: 'high' },
    main(360, 23, 900),
    main(240, 24, 450),
  ],
  hevc: [
    main(2160, 26, 13_300),
    main(1440, 26, 8100),
    main(1080, 26, 4500),
    main(720, 26, 2400),
    main(480, 26, 1000),
    main(360, 26, 600),
  ],
  vp9: [
    main(2160, 31, 12_000),
    main(1440, 31, 7200),
    main(1080, 31, 3600),
    main(720, 32, 2000),
    main(480, 33, 1000),
    main(360, 34, 560),
  ],
  av1: [
    main(2160, 35, 9600),
    main(1440, 35, 5800),
    main(1080, 35, 2900),
    main(720, 35, 1600),
    main(480, 36, 800),
    main(360, 36, 450),
  ],
}

/**
 * What is kept of a film to be encoded from again: H.264 at its own size and rate, nearly without loss. crf 16
 * takes 2.2 times the bits of 23 (Big Buck Bunny, 1080p, veryfast).
 */
export const MEZZANINE = {
  codec: 'h264',
  crf: 16,
  /** Of the ceiling of its step. */
  maxRateFactor: 4,
  /** Its shorter side at most, in pixels: the largest that most decoders take. */
  maxShortSide: 2160,
} as const satisfies { readonly codec: PictureCodec } & Readonly<Record<string, string | number>>

/** Encoders of the newer codecs take nothing smaller (SVT-AV1: 64). Pixels of either side. */
export const SMALLEST_SIDE: Readonly<Record<PictureCodec, number>> = { h264: 2, hevc: 64, vp9: 64, av1: 64 }

/** AAC-LC in stereo; one rendition for all rungs. */
export const AUDIO_KBPS = 128
export const AUDIO_SAMPLE_RATE = 48_000

/** Every rung starts a closed GOP at the first frame of each such span. */
export const GOP_SECONDS = 2
/** A multiple of the GOP, so that segments of all rungs start at the same frames. */
export const SEGMENT_SECONDS = 4
