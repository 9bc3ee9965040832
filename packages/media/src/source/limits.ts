/** What one upload may ask of us. Each bounds the work that a hostile file can cause. */
export const SOURCE_LIMITS = {
  /** 1 GB is 10⁹ bytes. */
  bytes: 1_000_000_000,
  durationMs: 12 * 3600 * 1000,
  /** 8K DCI; width and height may be swapped. */
  pixels: 8192 * 4320,
  /** Per side; x264 and the TV decoders end here. */
  side: 16_384,
  /** Frames a second, averaged; phones record slow motion at 240. */
  frameRate: 240.5,
  /** 12 h at 60 frames a second. */
  frames: 12 * 3600 * 60,
  /** Of all streams together, so that a file of tiny ones cannot fill our memory: 12 h at 60 with three sounds have 8.7 million. */
  packets: 12_000_000,
  /** Camera files carry a dozen tracks at most. */
  streams: 64,
} as const

/** Frame rate above which the ladder takes every second frame. */
export const MAX_LADDER_FRAME_RATE = 60.5
