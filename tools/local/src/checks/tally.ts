/** How a check, or all of them, came out; a count of single tests. */
export interface Tally {
  passed: number
  failed: number
}

export const PASSED: Tally = { passed: 1, failed: 0 }
export const FAILED: Tally = { passed: 0, failed: 1 }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  })
}

/** The last line of `npm test`. */
export const describeTally = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`

/**
 * Reads vitest's JSON report. A file that could not even be loaded has no failed test, only a failed run.
 *
 * @param report the parsed report; undefined when vitest wrote none
 */
export function tallyVitest(report: unknown, exitStatus: number): Tally {
  const { numPassedTests: passed, numFailedTests: failed } = numbers(report)
  return atLeastOneFailure({ passed: passed ?? 0, failed: failed ?? 0 }, exitStatus)
}

/** Reads Playwright's JSON report; a flaky test passed in the end, and there are no retries to make one. */
export function tallyPlaywright(report: unknown, exitStatus: number): Tally {
  const stats = report && typeof report === 'object' && 'stats' in report ? report.stats : undefined
  const { expected, flaky, unexpected } = numbers(stats)
  return atLeastOneFailure({ passed: (expected ?? 0) + (flaky ?? 0), failed: unexpected ?? 0 }, exitStatus)
}

const atLeastOneFailure = ({ passed, failed }: Tally, exitStatus: number): Tally => ({
  passed,
  failed: exitStatus === 0 ? failed : Math.max(failed, 1),
})

function numbers(value: unknown): Record<string, number | undefined> {
  return value && typeof value === 'object' ? (value as Record<string, number | undefined>) : {}
}
