import { describe, expect, it } from 'vitest'
import { sampleFacts } from '../source/sample-facts.ts'
import { encodeAudioArguments } from './audio-arguments.ts'
import { loudnessArguments } from './loudness-arguments.ts'

const audio = { index: 1, codec: 'aac', profile: null, channels: 6, sampleRate: 44_100 }

const argumentsOf = (gainDb: number, channels = 6, startMs = 0) =>
  encodeAudioArguments({
    source: 'source',
    facts: { ...sampleFacts({ startMs }), audio: { ...audio, channels } },
    gainDb,
  }).join(' ')

describe('encodeAudioArguments', () => {
  it('mixes in float, then turns up or down, then cuts what the encoder puts before', () => {
    expect(argumentsOf(-3.5)).toContain(
      '[0:1]asetpts=PTS-0.000000/TB,aresample=48000:async=1:first_pts=0:out_sample_fmt=fltp:out_chlayout=stereo,volume=-3.50dB,atrim=start_sample=1024[a]',
    )
    expect(argumentsOf(0)).not.toContain('volume')
    expect(argumentsOf(0, 1)).toContain('out_chlayout=mono')
  })

  it('moves the sound by what no frame fills', () => {
    expect(argumentsOf(0, 2, 2136)).toContain('asetpts=PTS-0.016000/TB')
  })

  it('writes one file of fragments', () => {
    expect(argumentsOf(0)).toMatch(
      /-frag_duration 4000000 .*-movflags \+cmaf\+frag_discont -f mp4 audio\.mp4$/,
    )
  })
})

describe('loudnessArguments', () => {
  it('measures what will be encoded', () => {
    const args = loudnessArguments('source', audio).join(' ')
    expect(args).toContain('-format_whitelist mov,matroska')
    expect(args).toContain('-map 0:1 -af aresample=48000:out_sample_fmt=fltp:out_chlayout=stereo,ebur128=')
  })
})
