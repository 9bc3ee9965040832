import { expect, it } from 'vitest'
import { tellingStep } from './chosen-step.ts'
import type { RunStep } from './run-step.ts'

const step = (name: string, state: RunStep['state']): RunStep => ({
  ...{ name, type: name, state, needs: [], fraction: 0, attempt: 1, errorCode: null, cost: 1, pieces: null },
  ladder: null,
})

const ladder = {
  scenes: 0,
  unmeasured: null,
  saved: null,
  followed: null,
  ssim: null,
  usualSsim: null,
  sizes: [],
}
const measured = { ...step('measured', 'SUCCEEDED'), ladder }

it.each([
  ['what failed', [step('a', 'RUNNING'), step('b', 'FAILED')], 'b'],
  ['what runs', [step('a', 'SUCCEEDED'), step('b', 'RUNNING')], 'b'],
  ['what was found out, once all is done', [measured, step('b', 'SUCCEEDED')], 'measured'],
  ['the last that is done', [step('a', 'SUCCEEDED'), step('b', 'SUCCEEDED'), step('c', 'SKIPPED')], 'b'],
  ['the first of what waits', [step('a', 'QUEUED'), step('b', 'WAITING')], 'a'],
])('tellingStep tells of %s', (_, steps, name) => {
  expect(tellingStep(steps)?.name).toBe(name)
})
