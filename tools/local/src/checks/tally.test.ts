import { describe, expect, it } from 'vitest'
import { describeSkipped, describeTally, FAILED, PASSED, sum, tallyPlaywright, tallyVitest } from './tally.ts'

const ROOT = '/marquee'

describe('tallies', () => {
  it('add up to the last line of npm test', () => {
    const unit = tallyVitest({ numPassedTests: 40, numFailedTests: 2 }, 1, ROOT)
    const pages = tallyPlaywright({ stats: { expected: 9, flaky: 1, unexpected: 0 } }, 0)
    expect(describeTally(sum([PASSED, FAILED, unit, pages]))).toBe('51 passed, 3 failed')
  })

  it('count a run that failed without a failed test', () => {
    expect(tallyVitest({ numPassedTests: 40, numFailedTests: 0 }, 1, ROOT)).toMatchObject({
      passed: 40,
      failed: 1,
    })
    expect(tallyVitest(undefined, 1, ROOT)).toEqual(FAILED)
    expect(tallyPlaywright(undefined, 137)).toEqual(FAILED)
  })

  it('say what was skipped, and where', () => {
    const file = (name: string, ...statuses: string[]) => ({
      name: `${ROOT}/${name}`,
      assertionResults: statuses.map((status) => ({ status })),
    })
    const zoo = file('apps/worker/zoo.test.ts', 'passed', 'skipped', 'pending', 'failed')
    const unit = tallyVitest({ testResults: [zoo, file('apps/edge/edge.test.ts', 'passed')] }, 0, ROOT)
    const spec = (status: string) => ({ file: 'lan.spec.ts', tests: [{ status }] })
    const suites = [{ specs: [spec('skipped')], suites: [{ specs: [spec('expected'), spec('skipped')] }] }]
    const pages = tallyPlaywright({ suites }, 0)
    expect(describeSkipped(sum([PASSED, unit, pages, unit]))).toEqual([
      '6 skipped:',
      '  4 of apps/worker/zoo.test.ts',
      '  2 of tests/lan.spec.ts',
    ])
    expect(describeSkipped(PASSED)).toEqual(['none skipped'])
  })
})
