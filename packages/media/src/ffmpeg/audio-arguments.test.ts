import { describe, expect, it } from 'vitest'
import { selectSounds } from '../ladder/select-sounds.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import { encodeAudioArguments } from './audio-arguments.ts'
import { soundTrialArguments } from './decode-trial-arguments.ts'
import { loudnessArguments } from './loudness-arguments.ts'
import { envelopeArguments } from './still-arguments.ts'

const audio = { index: 1, codec: 'aac', profile: null, channels: 2, sampleRate: 44_100 }

const argumentsOf = (gainDb: number, channels = 2, startMs = 0, seconds?: number) =>
  encodeAudioArguments({
    source: 'source',
    facts: { ...sampleFacts({ startMs }), audio: { ...audio, channels } },
    sounds: selectSounds({ ...audio, channels }, ['aac']).map((track) => ({ track, gainDb })),
    seconds,
  }).join(' ')

describe('encodeAudioArguments', () => {
  it('mixes in float, then turns up or down, then cuts what the encoder puts before', () => {
    expect(argumentsOf(-3.5)).toContain(
      '[0:1]asetpts=PTS-0.000000/TB,aresample=48000:async=1:first_pts=0:out_sample_fmt=fltp:out_chlayout=stereo,volume=-3.50dB,atrim=start_sample=1024[a0]',
    )
    expect(argumentsOf(0)).not.toContain('volume')
    expect(argumentsOf(0, 1)).toContain('out_chlayout=mono')
  })

  it('moves the sound by what no frame fills', () => {
    expect(argumentsOf(0, 2, 2136)).toContain('asetpts=PTS-0.016000/TB')
  })

  it('ends a beginning where gaps are filled already', () => {
    const beginning = argumentsOf(-3.5, 2, 0, 6)
    expect(beginning).toMatch(/first_pts=0:\S+,atrim=end=6,volume=-3.50dB,atrim=start_sample=1024/)
    expect(argumentsOf(-3.5)).not.toContain('atrim=end')
  })

  it('writes one file of fragments', () => {
    expect(argumentsOf(0)).toMatch(
      /-c:a aac -b:a 128k -frag_duration 4000000 .*-movflags \+cmaf\+frag_discont -f mp4 audio\.mp4$/,
    )
  })

  it('decodes once for all sounds, and gives each its own mix, gain, and encoder', () => {
    const surround = { ...audio, channels: 6 }
    const gains = [-1, -2, -3]
    const args = encodeAudioArguments({
      source: 'source',
      facts: { ...sampleFacts(), audio: surround },
      sounds: selectSounds(surround, ['aac', 'opus']).map((track, index) => ({
        track,
        gainDb: gains[index] ?? 0,
      })),
    })
    const graph = args[args.indexOf('-filter_complex') + 1]?.split(';') ?? []
    expect(graph[0]).toBe('[0:1]asetpts=PTS-0.000000/TB,asplit=3[m0][m1][m2]')
    expect(graph.slice(1).map((chain) => chain.replace(/aresample=.*out_/, ''))).toEqual([
      '[m0]chlayout=stereo,volume=-1.00dB,atrim=start_sample=1024[a0]',
      '[m1]chlayout=stereo,volume=-2.00dB,atrim=start_sample=312[a1]',
      '[m2]chlayout=5.1,volume=-3.00dB,atrim=start_sample=1024[a2]',
    ])
    expect(args.filter((one) => one.endsWith('.mp4'))).toEqual(['audio.mp4', 'opus.mp4', 'surround.mp4'])
    expect(args.join(' ')).toContain('-map [a1] -c:a libopus -vbr constrained -b:a 112k')
    expect(args.join(' ')).toContain('-map [a2] -c:a aac -aac_coder fast -b:a 384k')
  })
})

describe('encodeAudioArguments with mixes to measure', () => {
  it('decodes once for both, and keeps nothing of what is measured', () => {
    const surround = { ...audio, channels: 6 }
    const args = encodeAudioArguments({
      ...{ source: 'source', facts: { ...sampleFacts(), audio: surround }, measured: ['5.1'] },
      sounds: selectSounds(surround, ['aac'])
        .slice(0, 1)
        .map((track) => ({ track, gainDb: 0 })),
    })
    const graph = args[args.indexOf('-filter_complex') + 1]?.split(';') ?? []
    expect(graph.map((chain) => chain.replace(/aresample=\S*out_/, ''))).toEqual([
      '[0:1]asetpts=PTS-0.000000/TB,asplit=2[m0][m1]',
      '[m0]chlayout=stereo,atrim=start_sample=1024[a0]',
      '[m1]chlayout=5.1,ebur128=peak=true:metadata=1,ametadata=mode=add:key=marquee.mix:value=5.1,ametadata=mode=print:file=-:direct=1[l0]',
    ])
    expect(args.slice(-6)).toEqual(['audio.mp4', '-map', '[l0]', '-f', 'null', '-'])
  })
})

describe('every reader of a whole sound', () => {
  it.each([
    ['encode', argumentsOf(0)],
    ['its beginning', argumentsOf(0, 2, 0, 6)],
    ['envelope', envelopeArguments('source', audio).join(' ')],
    ['trial', soundTrialArguments('source', audio).join(' ')],
  ])('%s takes any damage in it, and stands behind the guards', (_, args) => {
    expect(args).toMatch(/ -max_error_rate 1 .*-format_whitelist mov,\S+ -max_pixels \d+ -i source/)
  })
})

describe('loudnessArguments', () => {
  it('measures what will be encoded', () => {
    const args = loudnessArguments('source', audio, ['stereo']).join(' ')
    expect(args).toMatch(/ -max_error_rate 0\.1 .*-format_whitelist mov,\S+ -max_pixels \d+ -i source/)
    expect(args).toContain(
      '-filter_complex [0:1]anull,aresample=48000:out_sample_fmt=fltp:out_chlayout=stereo,ebur128=peak=true:',
    )
    expect(args).toContain('-map [l0] -f null -')
  })

  it('decodes once for all mixes, each of which says which it is', () => {
    const args = loudnessArguments('source', audio, ['stereo', '5.1'])
    const graph = args[args.indexOf('-filter_complex') + 1]?.split(';') ?? []
    expect(graph.map((chain) => chain.replace(/aresample=.*metadata=1,/, ''))).toEqual([
      '[0:1]anull,asplit=2[m0][m1]',
      '[m0]ametadata=mode=add:key=marquee.mix:value=stereo,ametadata=mode=print:file=-:direct=1[l0]',
      '[m1]ametadata=mode=add:key=marquee.mix:value=5.1,ametadata=mode=print:file=-:direct=1[l1]',
    ])
  })
})
