import { describe, expect, it } from 'vitest'
import { changesOf, checkDetails, type Details, followVideo, TITLE_MAX } from './details.ts'

const saved: Details = { title: 'Night bus', description: '', visibility: 'PRIVATE' }

describe('changesOf', () => {
  it('is null while nothing differs, spaces around the title aside', () => {
    expect(changesOf(saved, { ...saved, title: ' Night bus ' })).toBeNull()
  })

  it('names only what was changed', () => {
    expect(changesOf(saved, { ...saved, visibility: 'PUBLIC' })).toEqual({ visibility: 'PUBLIC' })
  })
})

describe('checkDetails', () => {
  it('finds what the API would refuse, by field', () => {
    const codes = (over: Partial<Details>) => checkDetails({ ...saved, ...over }).map(({ code }) => code)
    expect(codes({})).toEqual([])
    expect(codes({ title: '  ' })).toEqual(['TITLE_REQUIRED'])
    expect(codes({ title: '🚌'.repeat(TITLE_MAX) })).toEqual([])
    expect(codes({ title: 'x'.repeat(TITLE_MAX + 1), description: 'x'.repeat(5_001) })).toEqual([
      'TITLE_TOO_LONG',
      'DESCRIPTION_TOO_LONG',
    ])
  })
})

describe('followVideo', () => {
  it('keeps what was typed and follows the rest', () => {
    const edited = { ...saved, title: 'Night bus, again' }
    const came = { title: 'Renamed elsewhere', description: 'New', visibility: 'PUBLIC' } as const
    expect(followVideo(saved, edited, came)).toEqual({
      title: 'Night bus, again',
      description: 'New',
      visibility: 'PUBLIC',
    })
  })
})
