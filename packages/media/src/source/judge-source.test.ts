import { describe, expect, it } from 'vitest'
import {
  declaredDurationMs,
  judgeContent,
  judgeEnd,
  judgeFacts,
  judgeFrames,
  judgeProbe,
  judgeSize,
  judgeSoundContent,
  judgeSoundProbe,
} from './judge-source.ts'
import type { PacketMeasure } from './measure-packets.ts'
import type { ProbeDocument, ProbeStream } from './probe-document.ts'
import { sampleFacts } from './sample-facts.ts'

const picture: ProbeStream = { index: 0, codec_type: 'video', codec_name: 'h264', width: 1280, height: 720 }
const sound: ProbeStream = {
  index: 1,
  codec_type: 'audio',
  codec_name: 'aac',
  channels: 2,
  sample_rate: '48000',
}

const probe = (streams: ProbeStream[], format_name = 'mov,mp4', duration = '52.2'): ProbeDocument => ({
  format: { format_name, duration },
  streams,
})

const endingAt = (end: number) => [{ frames: 1, end } as PacketMeasure]

describe('judgeSize', () => {
  it('lets one packet be missing, and files that say nothing', () => {
    expect(judgeSize(1_000_000, 1_065_536)).toBeNull()
    expect(judgeSize(1_000_000, 900_000)).toBeNull()
    expect(judgeSize(1_000_000, null)).toBeNull()
    expect(judgeSize(1_000_000, 1_065_537)?.code).toBe('SOURCE_TRUNCATED')
  })
})

describe('judgeContent', () => {
  it('refuses what is empty, what points elsewhere, and what can only be sound', () => {
    expect(judgeContent(0, 'other')?.code).toBe('SOURCE_EMPTY')
    expect(judgeContent(70, 'playlist')?.code).toBe('SOURCE_PLAYLIST')
    expect(judgeContent(70, 'audio')?.code).toBe('SOURCE_NO_VIDEO')
    expect(judgeContent(70, 'mp4')).toBeNull()
  })

  it('lets sound pass where nothing else is wanted', () => {
    expect(judgeSoundContent(70, 'audio')).toBeNull()
    expect(judgeSoundContent(0, 'other')?.code).toBe('SOURCE_EMPTY')
    expect(judgeSoundContent(70, 'playlist')?.code).toBe('SOURCE_PLAYLIST')
  })
})

describe('judgeSoundProbe', () => {
  it('wants a sound, and nothing else', () => {
    expect(judgeSoundProbe(probe([sound]))).toBeNull()
    expect(judgeSoundProbe(probe([picture]))?.code).toBe('SOURCE_NO_SOUND')
    expect(judgeSoundProbe(probe(Array.from({ length: 65 }, () => sound)))?.code).toBe('SOURCE_UNREADABLE')
  })
})

describe('judgeProbe', () => {
  it.each([
    ['sound only', [sound], 'SOURCE_NO_VIDEO'],
    ['cover art only', [sound, { ...picture, disposition: { attached_pic: 1 } }], 'SOURCE_NO_VIDEO'],
    ['an unknown codec', [{ ...picture, codec_name: undefined }], 'SOURCE_UNSUPPORTED_CODEC'],
    ['a subtitle bitmap codec', [{ ...picture, codec_name: 'ansi' }], 'SOURCE_UNSUPPORTED_CODEC'],
    ['65535×65535', [{ ...picture, width: 65_535, height: 65_535 }], 'SOURCE_TOO_LARGE_PICTURE'],
    ['no size', [{ ...picture, width: 0, height: 0 }], 'SOURCE_DAMAGED'],
    ['65 streams', Array.from({ length: 65 }, () => picture), 'SOURCE_UNREADABLE'],
  ] as const)('refuses %s', (_, streams, code) => {
    expect(judgeProbe(probe([...streams]), null)?.code).toBe(code)
  })

  it('refuses a sample entry that lies, and takes one that is padded to blocks', () => {
    const stating = (width: number, height: number) => ({ stated: [{ width, height }], fragmented: false })
    expect(judgeProbe(probe([picture]), stating(65_535, 65_535))?.code).toBe('SOURCE_DIMENSIONS_MISMATCH')
    expect(judgeProbe(probe([picture]), stating(1280, 736))).toBeNull()
    expect(judgeProbe(probe([picture, sound]), null)).toBeNull()
  })
})

describe('judgeFrames', () => {
  it('compares what decodes with what is stated', () => {
    expect(judgeFrames([{ width: 1280, height: 720 }], probe([picture]))).toBeNull()
    expect(judgeFrames([{ width: 320, height: 240 }], probe([picture]))?.code).toBe(
      'SOURCE_DIMENSIONS_MISMATCH',
    )
    expect(judgeFrames([], probe([picture]))?.code).toBe('SOURCE_DAMAGED')
  })
})

describe('judgeEnd', () => {
  it('finds what is missing, and lets a short tail through', () => {
    expect(judgeEnd(52_209, endingAt(24.4))?.code).toBe('SOURCE_TRUNCATED')
    expect(judgeEnd(52_209, endingAt(51.5))).toBeNull()
    expect(judgeEnd(5_000, endingAt(4.2))?.code).toBe('SOURCE_TRUNCATED')
    expect(judgeEnd(5_000, [])?.code).toBe('SOURCE_TRUNCATED')
    expect(judgeEnd(null, [])).toBeNull()
  })
})

describe('declaredDurationMs', () => {
  it('believes only containers whose word can be checked', () => {
    expect(declaredDurationMs(probe([picture]), null)).toBe(52_200)
    expect(declaredDurationMs(probe([picture]), { stated: [], fragmented: true })).toBeNull()
    expect(declaredDurationMs(probe([picture], 'mpegts'), null)).toBeNull()
    expect(declaredDurationMs(probe([picture], 'matroska,webm', 'N/A'), null)).toBeNull()
  })
})

describe('judgeFacts', () => {
  it.each([
    ['an ordinary upload', sampleFacts(), null],
    ['13 hours', sampleFacts({}, { durationMs: 13 * 3_600_000 }), 'SOURCE_TOO_LONG'],
    [
      '1000 frames a second',
      sampleFacts({ frameRate: { numerator: 1000, denominator: 1 } }),
      'SOURCE_TOO_MANY_FRAMES',
    ],
    ['240 frames a second', sampleFacts({ frameRate: { numerator: 240, denominator: 1 } }), null],
    ['3 million frames', sampleFacts({ frameCount: 3_000_000 }), 'SOURCE_TOO_MANY_FRAMES'],
    [
      'an absurd pixel aspect',
      sampleFacts({ display: { width: 192_000, height: 1080 } }),
      'SOURCE_TOO_LARGE_PICTURE',
    ],
  ])('%s', (_, facts, code) => {
    expect(judgeFacts(facts)?.code ?? null).toBe(code)
  })
})
