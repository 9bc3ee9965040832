import { parseArgs } from 'node:util'

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

/**
 * Reads the command line of `npm test -- …`.
 *
 * @throws naming the option or the part that it does not know
 */
export function readCheckOptions(args: readonly string[]): CheckOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      only: { type: 'string', multiple: true, default: [] },
      long: { type: 'boolean', default: false },
    },
  })
  const unknown = values.only.filter((name) => !PARTS.some((part) => part === name))
  if (unknown.length > 0) throw new Error(`--only takes ${PARTS.join(', ')}, not ${unknown.join(', ')}`)
  const parts = PARTS.filter((part) => values.only.length === 0 || values.only.includes(part))
  return { parts, long: values.long, filters: positionals }
}
