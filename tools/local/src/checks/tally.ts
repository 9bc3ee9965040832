import { relative } from 'node:path'

/** How a check, or all of them, came out; a count of single tests. */
export interface Tally {
  passed: number
  failed: number
  /** Tests that were there and did not run, by their files. */
  skipped: Readonly<Record<string, number>>
}

export const PASSED: Tally = { passed: 1, failed: 0, skipped: {} }
export const FAILED: Tally = { passed: 0, failed: 1, skipped: {} }

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      skipped: countAll([...Object.entries(a.skipped), ...Object.entries(b.skipped)]),
    }),
    { passed: 0, failed: 0, skipped: {} },
  )
}

/** The last line of `npm test`. */
export const describeTally = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`

/** What stands before it: how much was skipped, and where. */
export function describeSkipped({ skipped }: Tally): string[] {
  const files = Object.entries(skipped).sort(([a], [b]) => a.localeCompare(b))
  const total = files.reduce((all, [, count]) => all + count, 0)
  if (total === 0) return ['none skipped']
  return [`${total} skipped:`, ...files.map(([file, count]) => `  ${count} of ${file}`)]
}

/**
 * Reads vitest's JSON report. A file that could not even be loaded has no failed test, only a failed run.
 *
 * @param report the parsed report; undefined when vitest wrote none
 * @param root files are named from here
 */
export function tallyVitest(report: unknown, exitStatus: number, root: string): Tally {
  const {
    numPassedTests: passed = 0,
    numFailedTests: failed = 0,
    testResults = [],
  } = (report ?? {}) as VitestReport
  const skipped = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => NOT_RUN.has(status))
      .map(() => [relative(root, name), 1] as const),
  )
  return atLeastOneFailure({ passed, failed, skipped: countAll(skipped) }, exitStatus)
}

/** Reads Playwright's JSON report; a flaky test passed in the end, and there are no retries to make one. */
export function tallyPlaywright(report: unknown, exitStatus: number): Tally {
  const { stats = {}, suites = [] } = (report ?? {}) as PlaywrightReport
  const { expected = 0, flaky = 0, unexpected = 0 } = stats
  const skipped = specsOf(suites)
    .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
    .map(({ file }) => [`tests/${file}`, 1] as const)
  return atLeastOneFailure(
    { passed: expected + flaky, failed: unexpected, skipped: countAll(skipped) },
    exitStatus,
  )
}

interface VitestReport {
  numPassedTests?: number
  numFailedTests?: number
  testResults?: { name: string; assertionResults: { status: string }[] }[]
}

const NOT_RUN = new Set(['pending', 'skipped', 'todo', 'disabled'])

interface PlaywrightReport {
  stats?: { expected?: number; flaky?: number; unexpected?: number }
  suites?: PlaywrightSuite[]
}

interface PlaywrightSuite {
  specs?: PlaywrightSpec[]
  suites?: PlaywrightSuite[]
}

interface PlaywrightSpec {
  file: string
  tests: { status: string }[]
}

const specsOf = (suites: readonly PlaywrightSuite[]): PlaywrightSpec[] =>
  suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)])

function countAll(counted: readonly (readonly [file: string, count: number])[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [file, count] of counted) all[file] = (all[file] ?? 0) + count
  return all
}

const atLeastOneFailure = (tally: Tally, exitStatus: number): Tally => ({
  ...tally,
  failed: exitStatus === 0 ? tally.failed : Math.max(tally.failed, 1),
})
