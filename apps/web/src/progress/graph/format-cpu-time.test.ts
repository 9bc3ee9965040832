import { expect, it } from 'vitest'
import { formatCpuTime } from './format-cpu-time.ts'

it.each([
  [0.42, '0.4 sec'],
  [12.4, '12 sec'],
  [200, '3 min'],
  [9_000, '2.5 hr'],
])('%d seconds are %s', (seconds, words) => {
  expect(formatCpuTime(seconds, 'en')).toBe(words)
})
