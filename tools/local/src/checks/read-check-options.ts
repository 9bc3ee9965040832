/** The parts of `npm test`, in their order. */
export const PARTS = ['checks', 'unit', 'pages'] as const
export type CheckPart = (typeof PARTS)[number]

export interface CheckOptions {
  parts: readonly CheckPart[]
  /** Chaos, every codec, the long clips, 1 GB. */
  long: boolean
  /** Handed to vitest and Playwright. */
  filters: readonly string[]
}

/** The command line of `npm test`, as bootstrap/command-lines.mjs has read it. */
export interface CheckWords {
  readonly only?: readonly string[]
  readonly long?: boolean
  readonly filters: readonly string[]
}

/** What the command line of `npm test -- …` comes to: without `--only`, every part. */
export function readCheckOptions({ only = [], long = false, filters }: CheckWords): CheckOptions {
  const parts = PARTS.filter((part) => only.length === 0 || only.includes(part))
  return { parts, long, filters }
}
