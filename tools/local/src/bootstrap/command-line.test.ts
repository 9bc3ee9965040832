import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { PARTS } from '../checks/read-check-options.ts'
import { REPOSITORY } from '../settings/repository.ts'

/** Runs as npm would; whatever begins to install or build outlives the limit. */
function run(program: string, ...args: string[]) {
  const file = path.join(REPOSITORY, 'tools/local/bootstrap', program)
  const options = { encoding: 'utf8', timeout: 20_000 } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [file, ...args], options)
  return { status, stdout, stderr }
}

const OPTIONS = {
  'start.mjs': ['--no-seed', '--accounts-only', '--lan', '--control-apart', '--dev'],
  'test.mjs': ['--only', '--long'],
  'test-s3.mjs': ['--ceph', '--endpoint'],
}

describe.each(Object.entries(OPTIONS))('%s', (program, options) => {
  it('--help prints a line for each option, and does nothing else', () => {
    const { status, stdout, stderr } = run(program, '--help')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^usage: npm /)
    for (const option of [...options, '--help'])
      expect(stdout).toMatch(new RegExp(`^ {2}${option}\\b.*\\.$`, 'm'))
  })

  it('an unknown option is named in one line before the usage', () => {
    const { status, stdout, stderr } = run(program, '--bogus')
    expect([status, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^Unknown option '--bogus'\.\n\nusage: npm /)
    expect(stderr).not.toMatch(/ at |node:|ERR_/)
  })
})

it.each([
  ['start.mjs', ['everything'], /^Unexpected argument 'everything'\.\n/],
  ['test.mjs', ['--only', 'lint'], /^--only takes checks, unit, pages, not lint\.\n/],
  ['test.mjs', ['--only'], /^Option '--only <value>' argument missing\.\n/],
])('%s %j is refused in a line', (program, args, line) => {
  const { status, stderr } = run(program, ...args)
  expect(status).toBe(2)
  expect(stderr).toMatch(line)
})

it('test.mjs takes every part that there is', () => {
  expect(run('test.mjs', '--help').stdout).toContain(`--only ${PARTS.join('|')}`)
})
