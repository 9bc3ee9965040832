import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDeletionHold, HOLD_MS, type SendDeletion } from './create-deletion-hold.ts'

const open = (refused: readonly string[] = []) => {
  const send = vi.fn<SendDeletion>(async (ids) => ids.filter((id) => refused.includes(id)))
  const failed = vi.fn()
  const deleted = vi.fn()
  return { send, failed, deleted, hold: createDeletionHold(send, { deleted, failed }) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('createDeletionHold', () => {
  it('hides at once and sends when the time is up', async () => {
    const { send, hold } = open()
    hold.hold(['a', 'b'])
    expect([...hold.hidden()]).toEqual(['a', 'b'])
    await vi.advanceTimersByTimeAsync(HOLD_MS - 1)
    expect(send).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(send).toHaveBeenCalledExactlyOnceWith(['a', 'b'], false)
    expect([...hold.hidden()]).toEqual(['a', 'b'])
  })

  it('sends nothing that was taken back, and leaves other holds alone', async () => {
    const { send, hold } = open()
    const undo = hold.hold(['a'])
    hold.hold(['b'])
    expect(undo()).toBe(true)
    expect([...hold.hidden()]).toEqual(['b'])
    await vi.advanceTimersByTimeAsync(HOLD_MS)
    expect(send).toHaveBeenCalledExactlyOnceWith(['b'], false)
  })

  it('says when it is too late', async () => {
    const { hold } = open()
    const undo = hold.hold(['a'])
    await vi.advanceTimersByTimeAsync(HOLD_MS)
    expect(undo()).toBe(false)
    expect([...hold.hidden()]).toEqual(['a'])
  })

  it('sends at once when the page is left, and not again', async () => {
    const { send, hold } = open()
    hold.hold(['a'])
    hold.flush(true)
    await vi.advanceTimersByTimeAsync(HOLD_MS)
    expect(send).toHaveBeenCalledExactlyOnceWith(['a'], true)
  })

  it('brings back what could not be deleted', async () => {
    const { failed, deleted, hold } = open(['b'])
    hold.hold(['a', 'b'])
    await vi.advanceTimersByTimeAsync(HOLD_MS)
    expect([...hold.hidden()]).toEqual(['a'])
    expect(failed).toHaveBeenCalledExactlyOnceWith(['b'])
    expect(deleted).toHaveBeenCalledExactlyOnceWith(['a'])
  })
})
