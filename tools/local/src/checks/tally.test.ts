import { describe, expect, it } from 'vitest'
import {
  describeFailures,
  describeSkipped,
  describeTally,
  failedAt,
  PASSED,
  sum,
  tallyPlaywright,
  tallyVitest,
} from './tally.ts'

const ROOT = '/marquee'

describe('tallies', () => {
  it('add up to the last line of npm test', () => {
    const unit = tallyVitest({ numPassedTests: 40, numFailedTests: 2 }, 1, ROOT)
    const pages = tallyPlaywright({ stats: { expected: 9, flaky: 1, unexpected: 0 } }, 0)
    expect(describeTally(sum([PASSED, failedAt('arrows', 'one points up'), unit, pages]))).toBe(
      '51 passed, 3 failed',
    )
  })

  it('count a run that failed without a failed test', () => {
    expect(tallyVitest({ numPassedTests: 40, numFailedTests: 0 }, 1, ROOT)).toMatchObject({
      passed: 40,
      failed: 1,
    })
    expect(tallyVitest(undefined, 1, ROOT)).toEqual(
      failedAt('vitest', 'ended with status 1, and named no failed test'),
    )
    expect(tallyPlaywright(undefined, 137)).toEqual(
      failedAt('playwright', 'ended with status 137, and named no failed test'),
    )
  })

  it('say what was skipped, and where', () => {
    const file = (name: string, ...statuses: string[]) => ({
      name: `${ROOT}/${name}`,
      assertionResults: statuses.map((status) => ({ status })),
    })
    const zoo = file('apps/worker/zoo.test.ts', 'passed', 'skipped', 'pending', 'failed')
    const unit = tallyVitest({ testResults: [zoo, file('apps/edge/edge.test.ts', 'passed')] }, 0, ROOT)
    const spec = (status: string) => ({ file: 'lan.spec.ts', title: 'a device', tests: [{ status }] })
    const suites = [{ specs: [spec('skipped')], suites: [{ specs: [spec('expected'), spec('skipped')] }] }]
    const pages = tallyPlaywright({ suites }, 0)
    expect(describeSkipped(sum([PASSED, unit, pages, unit]))).toEqual([
      '6 skipped:',
      '  4 of apps/worker/zoo.test.ts',
      '  2 of tests/lan.spec.ts',
    ])
    expect(describeSkipped(PASSED)).toEqual(['none skipped'])
  })

  it('name at the end what failed, and why', () => {
    const unit = {
      numFailedTests: 2,
      testResults: [
        {
          name: `${ROOT}/apps/worker/zoo.test.ts`,
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'the zoo opens' },
            {
              status: 'failed',
              fullName: 'the zoo closes',
              failureMessages: ['\u001b[31mexpected 1 to be 2\u001b[39m\n    at zoo.test.ts:9'],
            },
            {
              status: 'failed',
              fullName: 'the zoo is fed',
              failureMessages: ['Error: STACK_TRACE_ERROR\n    at zoo.test.ts:12'],
            },
          ],
        },
        {
          name: `${ROOT}/apps/edge/edge.test.ts`,
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
      ],
    }
    const errors = [{ message: Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n') }]
    const tests = [{ status: 'unexpected', results: [{ errors }] }]
    const pages = {
      stats: { unexpected: 1 },
      suites: [{ suites: [{ specs: [{ file: 'lan.spec.ts', title: 'a device', tests }] }] }],
      errors: [{ message: 'no browser' }],
    }
    const total = sum([tallyVitest(unit, 1, ROOT), tallyPlaywright(pages, 1), PASSED])
    expect(describeFailures(total).slice(0, 13)).toEqual([
      'failed: apps/edge/edge.test.ts',
      '  no such module',
      'failed: apps/worker/zoo.test.ts › the zoo closes',
      '  expected 1 to be 2',
      '      at zoo.test.ts:9',
      'failed: apps/worker/zoo.test.ts › the zoo is fed',
      '  ran out of its time',
      '      at zoo.test.ts:12',
      'failed: playwright',
      '  no browser',
      'failed: tests/lan.spec.ts › a device',
      '  line 0',
      '  line 1',
    ])
    expect(describeFailures(total).at(-1)).toBe('  line 11')
    expect(describeFailures(PASSED)).toEqual([])
  })
})
