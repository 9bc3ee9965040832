import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { isRemuxable, reasonsAgainstRemux } from './judge-remux.ts'

describe('reasonsAgainstRemux', () => {
  it('takes H.264 with AAC, and H.264 alone', () => {
    expect(isRemuxable(sampleFacts())).toBe(true)
    expect(isRemuxable(sampleFacts({}, { audio: null }))).toBe(true)
  })

  it.each([
    ['another codec', sampleFacts({ codec: 'hevc' }), 'video is hevc, not h264'],
    ['10 bits', sampleFacts({ pixelFormat: 'yuv420p10le' }), 'pixels are yuv420p10le, not 8-bit 4:2:0'],
    ['long GOPs', sampleFacts({ maxGopMs: 10_417 }), 'keyframes are 10417 ms apart'],
    ['13 Mbit/s', sampleFacts({ bitrate: 13_000_000 }), 'bitrate is 13000000 bit/s'],
    ['a trimmed start', sampleFacts({ hiddenFrames: 10 }), 'an edit list hides its first 10 frames'],
    ['a turned picture', sampleFacts({ rotation: 90 }), 'picture is rotated by 90°'],
    ['wide pixels', sampleFacts({ sampleAspect: { numerator: 2, denominator: 1 } }), 'pixels are not square'],
    ['fields', sampleFacts({ fieldOrder: 'interlaced' }), 'picture is interlaced'],
    ['a lost sound', sampleFacts({}, { audio: null, audioDropped: true }), 'audio cannot be decoded'],
  ])('refuses %s', (_, facts, reason) => {
    expect(reasonsAgainstRemux(facts)).toEqual([reason])
  })
})
