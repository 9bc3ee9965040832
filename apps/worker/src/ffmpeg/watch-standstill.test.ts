import { describe, expect, it } from 'vitest'
import { createStandstill, patienceFor } from './watch-standstill.ts'

const USUAL = patienceFor()
const LOOKS_OF_TWO_MINUTES = 12

/** At which look it is ended, of a thousand: nearly three hours. Null where it is not. */
function endedAt(
  cpuSecondsOf: (look: number) => number | null,
  {
    reports = () => [],
    within = USUAL,
  }: { reports?: (look: number) => string[]; within?: typeof USUAL } = {},
): number | null {
  const standstill = createStandstill(within)
  for (let look = 1; look <= 1_000; look += 1) {
    for (const line of reports(look)) standstill.read(line)
    if (standstill.isOver(cpuSecondsOf(look))) return look
  }
  return null
}

describe('createStandstill', () => {
  it('ends a program that does nothing for two minutes', () => {
    expect(endedAt(() => 0)).toBe(LOOKS_OF_TWO_MINUTES)
    // One jiffy a look: threads that wake up to see that there is nothing.
    expect(endedAt((look) => look / 100)).toBe(LOOKS_OF_TWO_MINUTES)
  })

  it('begins anew with each sign of life', () => {
    const reports = (look: number) => (look <= 5 ? [`frame=${look}`] : [])
    expect(endedAt(() => 0, { reports })).toBe(5 + LOOKS_OF_TWO_MINUTES - 1)
    expect(endedAt((look) => (look < 7 ? 0 : 1))).toBe(6 + LOOKS_OF_TWO_MINUTES + 1)
  })

  it('waits for one that gets next to nothing of its machine', () => {
    // Half a percent of one processor.
    expect(endedAt((look) => look * 0.05)).toBeNull()
  })

  it('ends one that works for ten minutes and comes no further, the sooner the more processors it has', () => {
    expect(endedAt((look) => look * 10)).toBe(60)
    expect(endedAt((look) => look * 40)).toBe(15)
    expect(endedAt(() => null)).toBe(60)
  })

  it('gives one longer that decodes in vain first', () => {
    const inAnHour = { within: patienceFor(3_600_000) }
    expect(endedAt((look) => look * 10, inAnHour)).toBeNull()
    expect(endedAt((look) => look * 100, inAnHour)).toBe(366)
  })

  it.each(['frame', 'out_time_us', 'total_size'])('takes a %s that rises for coming on', (key) => {
    const reports = (look: number) => [`${key}=${Math.floor(look / 11)}`]
    expect(endedAt(() => 0, { reports })).toBeNull()
  })

  it('takes nothing else for it: neither clocks nor reports that repeat themselves', () => {
    const reports = (look: number) => [
      'frame=7',
      `speed=${1 / look}x`,
      'out_time_us=N/A',
      'progress=continue',
    ]
    expect(endedAt(() => 0, { reports })).toBe(LOOKS_OF_TWO_MINUTES)
  })
})
