/**
 * How far a program steps back for others of its worker (nice(1)), by who waits for it. A step is a quarter more or less of a
 * processor that two want: ten are nine tenths for one of them.
 */
export const NICE = {
  /** A film begins to play when it has ended. */
  playable: 0,
  /** Somebody watches, or may soon. */
  awaited: 10,
  /** People see it as soon as it is there, and can do without. */
  seen: 15,
  other: 19,
} as const
