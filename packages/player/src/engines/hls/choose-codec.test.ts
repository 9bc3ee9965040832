import { describe, expect, it } from 'vitest'
import { chooseCodec, type Decoding, learnDecoders } from './choose-codec.ts'

const ALL = ['avc1', 'hvc1', 'vp09', 'av01']
const hardware: Decoding = { smooth: true, powerEfficient: true }
const software: Decoding = { smooth: true, powerEfficient: false }
const slow: Decoding = { smooth: false, powerEfficient: false }

describe('chooseCodec', () => {
  it.each<[string, readonly string[], Record<string, Decoding>, string]>([
    ['a new phone', ALL, { av01: hardware, hvc1: hardware, vp09: hardware, avc1: hardware }, 'av01'],
    ['Safari without AV1', ALL, { hvc1: hardware, avc1: hardware }, 'hvc1'],
    ['a desktop with VP9 in hardware', ALL, { av01: software, vp09: hardware, avc1: hardware }, 'vp09'],
    ['Chromium without any hardware', ALL, { av01: software, vp09: software, avc1: software }, 'av01'],
    ['an old machine', ALL, { av01: slow, vp09: slow, avc1: software }, 'avc1'],
    ['a browser that says nothing', ALL, {}, 'avc1'],
    ['a set of one codec', ['avc1'], { av01: hardware, avc1: software }, 'avc1'],
  ])('%s', (_, offered, decoders, chosen) => {
    expect(chooseCodec(offered, new Map(Object.entries(decoders)))).toBe(chosen)
  })
})

describe('learnDecoders', () => {
  it('knows what is answered, and nothing of what is refused', async () => {
    const decoders = await learnDecoders(async ({ video }) => {
      if (video?.contentType.includes('hvc1')) throw new TypeError('no such codec')
      return {
        ...software,
        supported: video?.contentType.includes('av01') === false,
      } as MediaCapabilitiesDecodingInfo
    })
    expect([...decoders]).toEqual([
      ['vp09', software],
      ['avc1', software],
    ])
  })
})
