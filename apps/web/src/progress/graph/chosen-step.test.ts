import { expect, it } from 'vitest'
import { tellingStep } from './chosen-step.ts'
import type { RunStep } from './run-step.ts'

const step = (name: string, state: RunStep['state']): RunStep => ({
  ...{ name, type: name, state, needs: [], fraction: 0, attempt: 1, errorCode: null, cost: 1, pieces: null },
})

it.each([
  ['what failed', [step('a', 'RUNNING'), step('b', 'FAILED')], 'b'],
  ['what runs', [step('a', 'SUCCEEDED'), step('b', 'RUNNING')], 'b'],
  ['the last that is done', [step('a', 'SUCCEEDED'), step('b', 'SUCCEEDED'), step('c', 'SKIPPED')], 'b'],
  ['the first of what waits', [step('a', 'QUEUED'), step('b', 'WAITING')], 'a'],
])('tellingStep tells of %s', (_, steps, name) => {
  expect(tellingStep(steps)?.name).toBe(name)
})
