import { describe, expect, it } from 'vitest'
import { describeTally, FAILED, PASSED, sum, tallyPlaywright, tallyVitest } from './tally.ts'

describe('tallies', () => {
  it('add up to the last line of npm test', () => {
    const unit = tallyVitest({ numPassedTests: 40, numFailedTests: 2 }, 1)
    const pages = tallyPlaywright({ stats: { expected: 9, flaky: 1, unexpected: 0 } }, 0)
    expect(describeTally(sum([PASSED, FAILED, unit, pages]))).toBe('51 passed, 3 failed')
  })

  it('count a run that failed without a failed test', () => {
    expect(tallyVitest({ numPassedTests: 40, numFailedTests: 0 }, 1)).toEqual({ passed: 40, failed: 1 })
    expect(tallyVitest(undefined, 1)).toEqual({ passed: 0, failed: 1 })
    expect(tallyPlaywright(undefined, 137)).toEqual({ passed: 0, failed: 1 })
  })
})
