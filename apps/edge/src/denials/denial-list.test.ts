import { describe, expect, it } from 'vitest'
import { createDenialList } from './denial-list.ts'

const video = 'k3jd82jd8sk'
const until = new Date('2026-11-21T22:00:00Z')

function listAt(time = '2026-11-21T08:00:00Z', limit?: number) {
  const clock = { now: new Date(time) }
  return { clock, list: createDenialList({ now: () => clock.now, ...(limit && { limit }) }) }
}

describe('createDenialList', () => {
  it('refuses what viewers share of a video that became private, and its owner’s own not', () => {
    const { list } = listAt()
    list.note({ video, scope: 'shared', until })
    expect([list.refuses(video, 'shared'), list.refuses(video, 'private')]).toEqual([true, false])
    expect(list.refuses('otherothero', 'shared')).toBe(false)
  })
  it('refuses everything of a deleted one', () => {
    const { list } = listAt()
    list.note({ video, scope: 'all', until })
    expect([list.refuses(video, 'shared'), list.refuses(video, 'private')]).toEqual([true, true])
  })
  it('takes the newest word', () => {
    const { list } = listAt()
    list.note({ video, scope: 'shared', until })
    list.note({ video, scope: 'nothing', until })
    expect([list.refuses(video, 'shared'), list.size]).toEqual([false, 0])
  })
  it('forgets a denial when the last token has expired by itself', () => {
    const { list, clock } = listAt()
    list.note({ video, scope: 'all', until })
    clock.now = until
    expect([list.refuses(video, 'shared'), list.size]).toEqual([false, 0])
    list.note({ video, scope: 'all', until })
    expect(list.size).toBe(0)
  })
  it('is bounded: the oldest goes', () => {
    const { list } = listAt(undefined, 2)
    for (const name of ['aaaaaaaaaaa', 'bbbbbbbbbbb', 'ccccccccccc'])
      list.note({ video: name, scope: 'all', until })
    expect(list.size).toBe(2)
    expect([list.refuses('aaaaaaaaaaa', 'shared'), list.refuses('ccccccccccc', 'shared')]).toEqual([
      false,
      true,
    ])
  })
})
