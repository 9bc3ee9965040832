import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createPressReader } from './press-reader.ts'

describe('createPressReader', () => {
  let playing = true
  let full = false
  const make = () =>
    createPressReader({
      single: () => {
        playing = !playing
      },
      double: () => {
        full = !full
      },
    })
  beforeEach(() => {
    playing = true
    full = false
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('acts on a press that stays alone', () => {
    make().press(1)
    expect(playing).toBe(true)
    vi.runAllTimers()
    expect([playing, full]).toEqual([false, false])
  })
  it('never touches what plays in a double press', () => {
    const reader = make()
    reader.press(1)
    reader.press(2)
    expect([playing, full]).toEqual([true, true])
    vi.runAllTimers()
    expect([playing, full]).toEqual([true, true])
  })
  it('takes the first press back when the second one is slow', () => {
    const reader = make()
    reader.press(1)
    vi.runAllTimers()
    expect(playing).toBe(false)
    reader.press(2)
    expect([playing, full]).toEqual([true, true])
  })
  it('reads a fast row of four as two double presses', () => {
    const reader = make()
    for (const count of [1, 2, 3, 4]) reader.press(count)
    vi.runAllTimers()
    expect([playing, full]).toEqual([true, false])
  })
  it('forgets a press that waits when the player goes', () => {
    const reader = make()
    reader.press(1)
    reader.destroy()
    vi.runAllTimers()
    expect(playing).toBe(true)
  })
})
