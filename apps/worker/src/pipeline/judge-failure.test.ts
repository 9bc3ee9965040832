import { describe, expect, it } from 'vitest'
import { judgeFailure } from './judge-failure.ts'

const software = { essential: true, onHardware: false }
const hardware = { essential: true, onHardware: true }
const extra = { essential: false, onHardware: true }

describe('judgeFailure', () => {
  it.each([
    ['SOURCE_DAMAGED', 1, software, 'fail'],
    ['SOURCE_DAMAGED', 1, hardware, 'fail'],
    ['SOURCE_DAMAGED', 1, extra, 'fail'],
    ['ENCODE_FAILED', 3, software, 'retry'],
    ['ENCODE_FAILED', 4, software, 'fail'],
    ['ENCODE_FAILED', 4, { essential: false, onHardware: false }, 'leave-out'],
    ['ENCODE_FAILED', 1, hardware, 'retry'],
    ['ENCODE_FAILED', 2, hardware, 'software'],
    ['ENCODE_FAILED', 2, extra, 'leave-out'],
    ['PACKAGE_FAILED', 2, hardware, 'software'],
    ['ENCODE_OUT_OF_MEMORY', 2, hardware, 'software'],
    ['STORAGE_UNAVAILABLE', 3, hardware, 'retry'],
    ['STORAGE_UNAVAILABLE', 4, hardware, 'fail'],
    ['WORKER_DISK_FULL', 4, hardware, 'fail'],
    ['WORKER_LOST', 1, hardware, 'fail'],
    ['WORKER_LOST', 1, extra, 'leave-out'],
    ['INTERNAL', 2, hardware, 'retry'],
    ['NO_FITTING_WORKER', 0, hardware, 'software'],
    ['NO_FITTING_WORKER', 1, extra, 'leave-out'],
    ['NO_FITTING_WORKER', 0, software, 'fail'],
  ] as const)('%s, failed %i times, of %o: %s', (code, failures, task, verdict) => {
    expect(judgeFailure({ code, failures, ...task })).toBe(verdict)
  })
})
