import { describe, expect, it } from 'vitest'
import { mixesOf, planSound, SOUND_CODECS, selectSounds } from './select-sounds.ts'

const audio = (channels: number) => ({ index: 1, codec: 'ac3', profile: null, channels, sampleRate: 44_100 })

const told = (channels: number, codecs: Parameters<typeof selectSounds>[1]) =>
  selectSounds(audio(channels), codecs).map((track) => [track.name, track.codec, track.channels])

describe('selectSounds', () => {
  it.each([
    [1, [['audio', 'mp4a.40.2', 1]]],
    [2, [['audio', 'mp4a.40.2', 2]]],
    [5, [['audio', 'mp4a.40.2', 2]]],
    [
      6,
      [
        ['audio', 'mp4a.40.2', 2],
        ['surround', 'mp4a.40.2', 6],
      ],
    ],
    [
      8,
      [
        ['audio', 'mp4a.40.2', 2],
        ['surround', 'mp4a.40.2', 6],
      ],
    ],
  ])('of %i channels', (channels, tracks) => {
    expect(told(channels, ['aac'])).toEqual(tracks)
  })

  it('begins with the first codec, and has 5.1 in AAC alone', () => {
    expect(told(6, ['aac', 'opus']).map(([name]) => name)).toEqual(['audio', 'opus', 'surround'])
    expect(told(6, ['opus'])).toEqual([['audio', 'opus', 2]])
  })

  it('has nothing of no sound', () => {
    expect(selectSounds(null, ['aac'])).toEqual([])
  })
})

describe('mixesOf', () => {
  it.each([
    [1, ['mono']],
    [2, ['stereo']],
    [3, ['stereo']],
    [6, ['stereo', '5.1']],
  ])('of %i channels begins with the one that is heard first', (channels, mixes) => {
    expect(mixesOf(selectSounds(audio(channels), SOUND_CODECS))).toEqual(mixes)
  })
})

describe('planSound', () => {
  it('reads from a track how it is encoded', () => {
    expect(selectSounds(audio(6), ['aac', 'opus']).map(planSound)).toEqual([
      { codec: 'aac', layout: 'stereo', kbps: 128 },
      { codec: 'opus', layout: 'stereo', kbps: 112 },
      { codec: 'aac', layout: '5.1', kbps: 384 },
    ])
    expect(selectSounds(audio(1), ['aac']).map(planSound)[0]?.layout).toBe('mono')
    expect(selectSounds(audio(6), ['aac'], 320).map(planSound)).toMatchObject([{ kbps: 320 }, { kbps: 384 }])
  })
})
