import { describe, expect, it } from 'vitest'
import { pickCandidates, type SeenPicture } from './pick-candidates.ts'

const seen = (file: string, picture: Partial<SeenPicture> = {}): SeenPicture => ({
  file,
  atMs: 1000,
  mean: 120,
  spread: 40,
  sketch: Uint8Array.from([...file].map((letter) => letter.charCodeAt(0))),
  ...picture,
})

const filesOf = (pictures: readonly SeenPicture[]) => pickCandidates(pictures).map(({ file }) => file)

describe('pickCandidates', () => {
  it('puts the liveliest first, and keeps four', () => {
    const spreads = { '0': 20, P: 60, p: 30, d: 50, '@': 10 }
    expect(filesOf(Object.entries(spreads).map(([file, spread]) => seen(file, { spread })))).toEqual([
      'P',
      'd',
      'p',
      '0',
    ])
  })

  it('leaves out what is black, white, or a flat card', () => {
    const black = seen('black', { mean: 3, spread: 2 })
    const white = seen('white', { mean: 250, spread: 9 })
    const flat = seen('flat', { mean: 128, spread: 1 })
    expect(filesOf([black, seen('scene', { spread: 7 }), white, flat])).toEqual(['scene'])
  })

  it('offers of two that look alike the livelier alone', () => {
    expect(filesOf([seen('aaa'), seen('aab', { spread: 41 }), seen('zzz')])).toEqual(['aab', 'zzz'])
  })

  it('takes the liveliest of a film that is dark throughout', () => {
    const night = ['a', 'b'].map((file, index) => seen(file, { mean: 10, spread: index + 1 }))
    expect(filesOf(night)).toEqual(['b'])
    expect(pickCandidates([])).toEqual([])
  })
})
