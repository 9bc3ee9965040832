import { describe, expect, it } from 'vitest'
import { indexOfChoice, menuOf, type Quality, qualityLabel } from './quality.ts'

const q = (index: number, width: number, height: number, bitrate = 1, frameRate = 25): Quality => ({
  index,
  width,
  height,
  bitrate,
  frameRate,
})

describe('qualityLabel', () => {
  it.each([
    [q(0, 1920, 1080), '1080p'],
    [q(0, 1080, 1920), '1080p'],
    [q(0, 1280, 720, 1, 59.94), '720p60'],
    [q(0, 0, 480), '480p'],
  ])('names %j %s', (quality, label) => {
    expect(qualityLabel(quality)).toBe(label)
  })
})

describe('menuOf', () => {
  it('lists best first and each label once, at its best bitrate', () => {
    const menu = menuOf([q(0, 426, 240), q(1, 1280, 720, 2), q(2, 1280, 720, 3), q(3, 1920, 1080)])
    expect(menu.map((entry) => entry.index)).toEqual([3, 2, 0])
  })
})

describe('indexOfChoice', () => {
  const set = [q(0, 426, 240), q(1, 1280, 720), q(2, 1920, 1080, 9, 60)]
  it('finds a choice in another set', () => {
    expect(indexOfChoice('720p', set)).toBe(1)
    expect(indexOfChoice('1080p', set)).toBe(2)
  })
  it('falls back to auto', () => {
    expect(indexOfChoice('auto', set)).toBe(-1)
    expect(indexOfChoice('480p', set)).toBe(-1)
  })
})
