import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'

/** How a check, or all of them, came out; a count of single tests. */
export interface Tally {
  passed: number
  failed: number
  /** Which failed, as far as it is known; a run that broke off may know fewer than `failed`. */
  failures: readonly Failure[]
  /** Tests that were there and did not run, by their files. */
  skipped: Readonly<Record<string, number>>
}

export interface Failure {
  /** A file and the title of its test, or the name of a check. */
  where: string
  /** What was found, in the words of who found it. */
  why: string
}

export const PASSED: Tally = { passed: 1, failed: 0, failures: [], skipped: {} }

export const failedAt = (where: string, why: string): Tally => ({
  passed: 0,
  failed: 1,
  failures: [{ where, why }],
  skipped: {},
})

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (a, b) => ({
      passed: a.passed + b.passed,
      failed: a.failed + b.failed,
      failures: [...a.failures, ...b.failures],
      skipped: countAll([...Object.entries(a.skipped), ...Object.entries(b.skipped)]),
    }),
    { passed: 0, failed: 0, failures: [], skipped: {} },
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

/** Of one failure as many lines as say what is wrong; the rest stands where it was found. */
const MOST_LINES = 12

/** What failed, and why, once more behind everything else: a log is often kept from its end. */
export function describeFailures({ failures }: Tally): string[] {
  return failures.flatMap(({ where, why }) => {
    const lines = stripVTControlCharacters(why).trimEnd().split('\n')
    return [`failed: ${where}`, ...lines.slice(0, MOST_LINES).map((line) => `  ${line}`)]
  })
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
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map((test) => ({ ...test, file: relative(root, name) })),
  )
  const broken = testResults
    .filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some(hasFailed))
    .map(({ name, message = '' }) => ({ where: relative(root, name), why: message }))
  const failures = tests.filter(hasFailed).map(({ file, fullName, failureMessages = [] }) => ({
    where: `${file} › ${fullName}`,
    why: failureMessages.join('\n').replaceAll(VITEST_TIMEOUT, 'ran out of its time'),
  }))
  const skipped = countAll(tests.filter(({ status }) => NOT_RUN.has(status)).map(({ file }) => [file, 1]))
  return atLeastOneFailure(
    'vitest',
    { passed, failed, failures: [...broken, ...failures], skipped },
    exitStatus,
  )
}

/** Reads Playwright's JSON report; a flaky test passed in the end, and there are no retries to make one. */
export function tallyPlaywright(report: unknown, exitStatus: number): Tally {
  const { stats = {}, suites = [], errors = [] } = (report ?? {}) as PlaywrightReport
  const { expected = 0, flaky = 0, unexpected = 0 } = stats
  const specs = specsOf(suites)
  const failures = specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected'))
    .map(({ file, title, tests }) => ({
      where: `tests/${file} › ${title}`,
      why: tests.flatMap(whyOf).join('\n'),
    }))
  const skipped = specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
    .map(({ file }) => [`tests/${file}`, 1] as const)
  const broken = errors.map(({ message = '' }) => ({ where: 'playwright', why: message }))
  return atLeastOneFailure(
    'playwright',
    {
      passed: expected + flaky,
      failed: unexpected,
      failures: [...broken, ...failures],
      skipped: countAll(skipped),
    },
    exitStatus,
  )
}

interface VitestReport {
  numPassedTests?: number
  numFailedTests?: number
  testResults?: { name: string; status?: string; message?: string; assertionResults: VitestTest[] }[]
}

interface VitestTest {
  status: string
  fullName?: string
  failureMessages?: string[]
}

/** What vitest's report says of a test that was not done in time, where the terminal is told so in words. */
const VITEST_TIMEOUT = 'Error: STACK_TRACE_ERROR'

const NOT_RUN = new Set(['pending', 'skipped', 'todo', 'disabled'])

const hasFailed = ({ status }: VitestTest): boolean => status === 'failed'

interface PlaywrightReport {
  stats?: { expected?: number; flaky?: number; unexpected?: number }
  suites?: PlaywrightSuite[]
  /** What went wrong outside any test. */
  errors?: { message?: string }[]
}

interface PlaywrightSuite {
  specs?: PlaywrightSpec[]
  suites?: PlaywrightSuite[]
}

interface PlaywrightSpec {
  file: string
  title: string
  tests: PlaywrightTest[]
}

interface PlaywrightTest {
  status: string
  results?: { errors?: { message?: string }[] }[]
}

const specsOf = (suites: readonly PlaywrightSuite[]): PlaywrightSpec[] =>
  suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)])

const whyOf = ({ results = [] }: PlaywrightTest): string[] =>
  results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message))

function countAll(counted: readonly (readonly [file: string, count: number])[]): Record<string, number> {
  const all: Record<string, number> = {}
  for (const [file, count] of counted) all[file] = (all[file] ?? 0) + count
  return all
}

/** A run that ended badly has failed, though no test of it is known to have. */
function atLeastOneFailure(runner: string, tally: Tally, exitStatus: number): Tally {
  if (exitStatus === 0 || tally.failed > 0) return tally
  const unnamed = { where: runner, why: `ended with status ${exitStatus}, and named no failed test` }
  return { ...tally, failed: 1, failures: tally.failures.length > 0 ? tally.failures : [unnamed] }
}
