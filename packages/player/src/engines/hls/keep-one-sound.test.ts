import type { Level } from 'hls.js'
import { describe, expect, it } from 'vitest'
import { keepOneSound } from './keep-one-sound.ts'

/** As hls.js holds them: by height, then by rate, whatever the playlist's order was. */
function engine(names: readonly string[], firstLevel: number) {
  const levels = names.map((name) => {
    const [, sound] = name.split(' ')
    return {
      name,
      audioGroups: sound ? [sound] : undefined,
      hasAudioGroup: (group: string | undefined) => group === sound,
    } as Level
  })
  return {
    levels,
    firstLevel,
    removeLevel(index: number) {
      this.levels = this.levels.filter((_, at) => at !== index)
    },
    get left() {
      return this.levels.map(({ name }) => name)
    },
  }
}

describe('keepOneSound', () => {
  it('keeps every picture with the sound of the first variant, which stays the first', () => {
    const hls = engine(['240p audio', '240p surround', '720p audio', '720p surround'], 2)
    keepOneSound(hls)
    expect([hls.left, hls.firstLevel]).toEqual([['240p audio', '720p audio'], 1])
  })

  it.each([
    ['one sound', ['240p audio', '720p audio']],
    ['sound within the picture', ['240p', '720p']],
    ['nothing yet', []],
  ])('leaves a set with %s alone', (_, names) => {
    const hls = engine(names, 0)
    keepOneSound(hls)
    expect([hls.left, hls.firstLevel]).toEqual([names, 0])
  })
})
