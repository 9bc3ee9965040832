import { describe, expect, it } from 'vitest'
import { idsBetween, openList, reduceList, type StudioVideo, type VideoPage } from './list-state.ts'

const video = (id: string, minute: number, over: Partial<StudioVideo> = {}): StudioVideo => ({
  id,
  title: id,
  description: '',
  visibility: 'PRIVATE',
  status: 'READY',
  durationMs: 1_000,
  width: 1920,
  height: 1080,
  thumbnail: null,
  createdAt: `2026-11-21T08:${String(minute).padStart(2, '0')}:00.000Z`,
  publishedAt: null,
  failure: null,
  cut: null,
  progress: null,
  upload: null,
  ...over,
})
const page = (nodes: StudioVideo[], hasNextPage = true): VideoPage => ({ nodes, endCursor: 'c', hasNextPage })
const ids = (state: { rows: readonly StudioVideo[] }) => state.rows.map((row) => row.id)

describe('reduceList', () => {
  it('appends a page without showing twice what moved between pages', () => {
    const state = reduceList(openList(page([video('c', 3), video('b', 2)])), {
      type: 'pageCame',
      page: page([video('b', 2), video('a', 1)], false),
    })
    expect(ids(state)).toEqual(['c', 'b', 'a'])
    expect(state.hasNextPage).toBe(false)
  })

  it('puts a new upload where its date belongs', () => {
    const state = reduceList(openList(page([video('b', 2), video('a', 1)])), {
      type: 'rowsCame',
      asked: ['c'],
      rows: [video('c', 3)],
    })
    expect(ids(state)).toEqual(['c', 'b', 'a'])
  })

  it('takes away what did not come back, also from the choice', () => {
    let state = openList(page([video('b', 2), video('a', 1)]))
    state = reduceList(state, { type: 'chosen', ids: ['a', 'b'], on: true })
    state = reduceList(state, {
      type: 'rowsCame',
      asked: ['a', 'b'],
      rows: [video('b', 2, { title: 'new' })],
    })
    expect(state.rows.map((row) => row.title)).toEqual(['new'])
    expect([...state.chosen]).toEqual(['b'])
  })

  it('changes many rows at once, and back', () => {
    const state = reduceList(openList(page([video('b', 2), video('a', 1)])), {
      type: 'rowsChanged',
      ids: ['a'],
      change: { visibility: 'PUBLIC' },
    })
    expect(state.rows.map((row) => row.visibility)).toEqual(['PRIVATE', 'PUBLIC'])
  })
})

describe('idsBetween', () => {
  const rows = ['d', 'c', 'b', 'a'].map((id, index) => video(id, index))

  it('covers both ends in either direction', () => {
    expect(idsBetween(rows, 'c', 'a')).toEqual(['c', 'b', 'a'])
    expect(idsBetween(rows, 'a', 'c')).toEqual(['c', 'b', 'a'])
  })

  it('is the row alone where there is no start', () => {
    expect(idsBetween(rows, null, 'b')).toEqual(['b'])
    expect(idsBetween(rows, 'gone', 'b')).toEqual(['b'])
  })
})
