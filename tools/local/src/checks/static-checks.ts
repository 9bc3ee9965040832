import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { checkArrows } from '../arrows/check-arrows.ts'
import { REPOSITORY } from '../settings/repository.ts'
import type { ShowStep } from '../supervisor/start-marquee.ts'
import { failedAt, PASSED, sum, type Tally } from './tally.ts'

/** Room for everything that a tool may complain about, in bytes. */
const MOST_OUTPUT = 2 ** 26

/** What is wrong with the sources, without running them: style, types, arrows, and what nobody uses. */
export async function runStaticChecks(showStep: ShowStep): Promise<Tally> {
  const checks: [name: string, work: () => Promise<void>][] = [
    [
      'style (biome)',
      () => runTool('biome', ['check', '--error-on-warnings', '--diagnostic-level=warn', '.']),
    ],
    ['types (tsc)', () => runTool('tsc', ['-b'])],
    ['arrows', checkAllArrows],
    ['unused (knip)', () => runTool('knip', ['--no-progress'])],
  ]
  const tallies: Tally[] = []
  for (const [name, work] of checks) {
    tallies.push(
      await showStep(name, work).then(
        () => PASSED,
        (error) => complain(name, error),
      ),
    )
  }
  return sum(tallies)
}

async function runTool(name: string, args: readonly string[]): Promise<void> {
  const tool = path.join(REPOSITORY, 'node_modules/.bin', name)
  await promisify(execFile)(tool, args, { cwd: REPOSITORY, maxBuffer: MOST_OUTPUT })
}

async function checkAllArrows(): Promise<void> {
  const violations = checkArrows(REPOSITORY)
  if (violations.length > 0) throw new Error(violations.join('\n'))
}

function complain(name: string, error: Error & { stdout?: string; stderr?: string }): Tally {
  const why = error.stdout || error.stderr ? `${error.stdout}${error.stderr}` : error.message
  console.error(why)
  return failedAt(name, why)
}
