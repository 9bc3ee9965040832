import { describe, expect, it } from 'vitest'
import { PACKAGED_HEAD } from './packaged-film.ts'
import { parseStreamHead, whileGrowing } from './stream-head.ts'

const [first] = PACKAGED_HEAD.pictures
const withPicture = (part: object) => ({ ...PACKAGED_HEAD, pictures: [{ ...first, ...part }] })

describe('parseStreamHead', () => {
  it('reads what was written, with sound and without', () => {
    expect(parseStreamHead(JSON.stringify(PACKAGED_HEAD))).toEqual(PACKAGED_HEAD)
    const silent = { ...PACKAGED_HEAD, sounds: [] }
    expect(parseStreamHead(JSON.stringify(silent))).toEqual(silent)
  })

  it('reads a head from before there were several sounds', () => {
    const { sounds, ...rest } = PACKAGED_HEAD
    expect(parseStreamHead(JSON.stringify({ ...rest, sound: sounds[0] }))).toEqual(PACKAGED_HEAD)
    expect(parseStreamHead(JSON.stringify({ ...rest, sound: null }))?.sounds).toEqual([])
  })

  it('leaves out what it does not know', () => {
    expect(parseStreamHead(JSON.stringify({ ...withPicture({ later: 1 }), later: 1 }))).toEqual(
      withPicture({}),
    )
  })

  it.each([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no pictures', { ...PACKAGED_HEAD, pictures: [] }],
    ['sounds that are missing', { ...PACKAGED_HEAD, sounds: undefined }],
    ['sound without a rate', { ...PACKAGED_HEAD, sounds: [{ ...PACKAGED_HEAD.sounds[0], sampleRate: 0 }] }],
    ['one sound that is none', { ...PACKAGED_HEAD, sounds: [...PACKAGED_HEAD.sounds, {}] }],
    ['a sound twice', { ...PACKAGED_HEAD, sounds: [...PACKAGED_HEAD.sounds, ...PACKAGED_HEAD.sounds] }],
    [
      'a sound named like a picture',
      { ...PACKAGED_HEAD, sounds: [{ ...PACKAGED_HEAD.sounds[0], name: '1080p' }] },
    ],
    ['a name twice', { ...PACKAGED_HEAD, pictures: [first, first] }],
    ['a name that climbs', withPicture({ name: '../1080p' })],
    ['a name of another file', withPicture({ name: 'master' })],
    ['a codec that ends its attribute', withPicture({ codec: 'avc1"' })],
    ['no clock', withPicture({ timescale: 0 })],
    ['a rate that is no fraction', withPicture({ frameRate: 25 })],
    ['half a pixel', withPicture({ width: 0.5 })],
    ['no target', { ...PACKAGED_HEAD, targetSeconds: 0 }],
  ])('refuses %s', (_, head) => {
    expect(parseStreamHead(typeof head === 'string' ? head : JSON.stringify(head))).toBeNull()
  })
})

describe('whileGrowing', () => {
  it('offers the first codec and the first sound, and is nothing else', () => {
    const [sound] = PACKAGED_HEAD.sounds
    if (!first || !sound) throw new Error('unreachable')
    const newer = { ...first, name: '1080pav1', codec: 'av01.0.08M.08' }
    const surround = { ...sound, name: 'surround', channels: 6 }
    const all = {
      ...PACKAGED_HEAD,
      pictures: [...PACKAGED_HEAD.pictures, newer],
      sounds: [...PACKAGED_HEAD.sounds, surround],
    }
    expect(whileGrowing(all)).toEqual({ ...PACKAGED_HEAD, sounds: [sound] })
    expect(whileGrowing({ ...PACKAGED_HEAD, sounds: [] }).sounds).toEqual([])
  })
})
