import { describe, expect, it } from 'vitest'
import { shownThumbnail } from './shown-thumbnail.ts'

const film = (place: number, chosenAt: Date | null = null) => ({ origin: 'film' as const, place, chosenAt })
const upload = (chosenAt: Date) => ({ origin: 'upload' as const, place: 0, chosenAt })
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute))

describe('shownThumbnail', () => {
  it('is the best from the film while nothing is chosen', () => {
    expect(shownThumbnail([film(1), film(0), film(2)])).toEqual(film(0))
    expect(shownThumbnail([])).toBeNull()
  })

  it('is what was chosen last', () => {
    expect(shownThumbnail([film(0), film(1, at(1)), upload(at(2))])).toEqual(upload(at(2)))
    expect(shownThumbnail([film(0), film(1, at(3)), upload(at(2))])).toEqual(film(1, at(3)))
  })

  it('is what was chosen before, once the last choice is gone', () => {
    expect(shownThumbnail([film(0), film(2, at(1))])).toEqual(film(2, at(1)))
  })
})
