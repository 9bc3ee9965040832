import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { REPOSITORY } from '../settings/repository.ts'
import { runCommand } from '../stage/run-command.ts'
import { runStage } from '../stage/run-stage.ts'
import type { ShowStep } from '../supervisor/start-marquee.ts'
import { type CheckOptions, type CheckPart, type CheckWords, readCheckOptions } from './read-check-options.ts'
import { runStaticChecks } from './static-checks.ts'
import {
  describeFailures,
  describeSkipped,
  describeTally,
  failedAt,
  PASSED,
  sum,
  type Tally,
  tallyPlaywright,
  tallyVitest,
} from './tally.ts'

/** The whole of `npm test` on two cores; `--long` has no limit. */
const LIMIT_MS = 30 * 60_000

/**
 * Runs the checks, then the tests of the rooms, then those of the whole system, each even when one before failed, and
 * prints how many passed as its last line, and before it what was skipped and what failed.
 *
 * @returns the exit status: 0 when everything passed
 */
export async function runChecks(
  words: CheckWords,
  { built, showStep }: { built: boolean; showStep: ShowStep },
): Promise<number> {
  const options = readCheckOptions(words)
  const late = new AbortController()
  const limit = options.long ? undefined : setTimeout(giveUp, LIMIT_MS, late).unref()
  // What was to come after a Ctrl-C is not begun.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => late.abort())
  const reports = mkdtempSync(path.join(tmpdir(), 'marquee-reports-'))
  const run: Record<CheckPart, () => Promise<Tally>> = {
    checks: () => runStaticChecks(showStep),
    unit: () => runUnitTests(options, reports),
    pages: async () =>
      built
        ? runPageTests(options, reports, late.signal)
        : failedAt('pages', 'nothing to open: the build failed'),
  }
  const tallies = [built ? PASSED : failedAt('build', 'see the beginning')]
  try {
    for (const part of options.parts) tallies.push(late.signal.aborted ? notBegun(part) : await run[part]())
  } finally {
    clearTimeout(limit)
    rmSync(reports, { recursive: true, force: true })
  }
  const total = sum(tallies)
  for (const line of [...describeSkipped(total), ...describeFailures(total)]) console.log(line)
  console.log(describeTally(total))
  return total.failed === 0 ? 0 : 1
}

const notBegun = (part: string): Tally => failedAt(part, 'not begun: what ran before it was ended')

/** Ends what runs as Ctrl-C would, so that everything that was started is stopped; what has not begun has failed. */
function giveUp(late: AbortController): void {
  late.abort()
  console.error(`npm test took longer than ${LIMIT_MS / 60_000} minutes`)
  process.kill(process.pid, 'SIGTERM')
}

async function runUnitTests({ filters, long }: CheckOptions, reports: string): Promise<Tally> {
  const report = path.join(reports, 'vitest.json')
  const words = ['run', ...filters, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = await runStage([bin('vitest'), ...words], longVariables(long)).catch(complain)
  return tallyVitest(readReport(report), status, REPOSITORY)
}

/** The projects of tests/playwright.config.ts, and how many of their files run at once. */
const PAGE_PROJECTS = [
  ['--project=calm', '--workers=2'],
  ['--project=alone', '--workers=1'],
]

/** Each project on a system of its own, so that what one leaves behind slows no other; the few that a word picks on one. */
async function runPageTests(options: CheckOptions, reports: string, late: AbortSignal): Promise<Tally> {
  const tallies: Tally[] = []
  for (const [index, words] of (options.filters.length > 0 ? [[]] : PAGE_PROJECTS).entries()) {
    const report = path.join(reports, `playwright-${index}.json`)
    tallies.push(late.aborted ? notBegun(words.join(' ')) : await runPlaywright(words, options, report))
  }
  return sum(tallies)
}

async function runPlaywright(
  words: readonly string[],
  { filters, long }: CheckOptions,
  report: string,
): Promise<Tally> {
  const config = path.join(REPOSITORY, 'tests/playwright.config.ts')
  const command = [bin('playwright'), 'test', '--config', config, ...words, ...filters]
  const env = { ...process.env, ...longVariables(long), PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const status = await runCommand(command, env).catch(complain)
  return tallyPlaywright(readReport(report), status)
}

function complain(error: unknown): number {
  console.error(error)
  return 1
}

const longVariables = (long: boolean): Record<string, string> => (long ? { MARQUEE_LONG: '1' } : {})

const bin = (name: string): string => path.join(REPOSITORY, 'node_modules/.bin', name)

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
