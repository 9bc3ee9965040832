import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Source } from '../source.ts'
import { createRenewal, type Renew } from './renewal.ts'

const HOUR_MS = 3_600_000
const start = Date.parse('2026-11-21T12:00:00Z')

const sourceOf = (token: string, hours: number, revision = 'r1'): Source => ({
  hls: `https://edge.example/v/${token}/k3jd82jd8sk/${revision}/master.m3u8`,
  revision,
  expiresAt: new Date(start + hours * HOUR_MS).toISOString(),
})
const segment = 'https://edge.example/v/t1/k3jd82jd8sk/r1/720p/1.m4s'
const under = (token: string) => segment.replace('t1', token)

let page: EventTarget & { visibilityState: string }
beforeEach(() => {
  page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  vi.stubGlobal('document', page)
  vi.useFakeTimers({ now: start })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A renewal that plays `t1` of 12 h; `answers` come one after the other. */
function playing(...answers: (Source | null | Error)[]) {
  const changes: string[] = []
  const renew = vi.fn<Renew>(async () => {
    const answer = answers.shift()
    if (answer instanceof Error || answer === undefined) throw answer ?? new Error('asked too often')
    return answer
  })
  const renewal = createRenewal(renew, ({ hls }) => changes.push(hls.split('/')[4] ?? ''))
  renewal.take(sourceOf('t1', 12))
  return { renewal, renew, changes }
}

describe('createRenewal', () => {
  it('renews before the end, again and again', async () => {
    const { renewal, changes } = playing(sourceOf('t2', 24), sourceOf('t3', 36))
    await vi.advanceTimersByTimeAsync(11.6 * HOUR_MS)
    expect(await renewal.addressOf(segment)).toBe(segment)
    await vi.advanceTimersByTimeAsync(0.4 * HOUR_MS)
    expect(await renewal.addressOf(segment)).toBe(under('t2'))
    await vi.advanceTimersByTimeAsync(12 * HOUR_MS)
    expect(await renewal.addressOf(segment)).toBe(under('t3'))
    expect(changes).toEqual(['t2', 't3'])
  })

  it('renews when an address is refused, once for all that are refused with it, and holds what follows', async () => {
    const { renewal, renew } = playing(sourceOf('t2', 24))
    await Promise.all([renewal.addressOf(segment), renewal.addressOf(`${segment}?audio`)])
    expect([renewal.refused(segment), renewal.refused(`${segment}?audio`)]).toEqual([true, true])
    expect(await renewal.addressOf(segment)).toBe(under('t2'))
    // Went out under the old token, and comes back late.
    expect(renewal.refused(`${segment}?audio`)).toBe(true)
    expect(renew).toHaveBeenCalledTimes(1)
  })

  it('asks no more once it is destroyed, though an answer or a source comes after that', async () => {
    const { renewal, renew, changes } = playing(sourceOf('t2', 24), sourceOf('t3', 36))
    await renewal.addressOf(segment)
    expect(renewal.refused(segment)).toBe(true)
    renewal.destroy()
    await vi.advanceTimersByTimeAsync(0)
    renewal.take(sourceOf('t3', 36))
    await vi.advanceTimersByTimeAsync(100 * HOUR_MS)
    expect(renew).toHaveBeenCalledTimes(1)
    expect(changes).toEqual([])
  })

  it('gives up where asking brings nothing newer, until something does', async () => {
    const { renewal, renew } = playing(sourceOf('t1', 12))
    await renewal.addressOf(segment)
    expect(renewal.refused(segment)).toBe(true)
    await renewal.addressOf(segment)
    expect([renewal.refused(segment), renewal.state]).toEqual([false, 'kept'])
    expect(renew).toHaveBeenCalledTimes(1)
    renewal.take(sourceOf('t2', 24))
    expect(renewal.state).toBe('fresh')
  })

  it('knows when there is nothing to watch any more', async () => {
    const { renewal } = playing(null)
    await renewal.addressOf(segment)
    renewal.refused(segment)
    await renewal.addressOf(segment)
    expect([renewal.refused(segment), renewal.state]).toEqual([false, 'gone'])
  })

  it('goes on asking while nobody answers', async () => {
    const { renewal, renew } = playing(new Error('offline'), new Error('offline'), sourceOf('t2', 24))
    await vi.advanceTimersByTimeAsync(12 * HOUR_MS)
    expect(renew).toHaveBeenCalledTimes(3)
    expect(await renewal.addressOf(segment)).toBe(under('t2'))
  })

  it('renews as a page comes back from a night in which no timer ran', async () => {
    const { renewal, renew } = playing(sourceOf('t2', 36))
    vi.setSystemTime(start + 20 * HOUR_MS)
    page.dispatchEvent(new Event('visibilitychange'))
    expect(await renewal.addressOf(segment)).toBe(under('t2'))
    expect(renew).toHaveBeenCalledTimes(1)
    renewal.destroy()
    await vi.advanceTimersByTimeAsync(40 * HOUR_MS)
    expect(renew).toHaveBeenCalledTimes(1)
  })
})
