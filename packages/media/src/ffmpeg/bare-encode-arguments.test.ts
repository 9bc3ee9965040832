import { describe, expect, it } from 'vitest'
import { selectRungs } from '../ladder/select-rungs.ts'
import { selectSounds } from '../ladder/select-sounds.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts } from '../source/source-facts.ts'
import { bareEncodeArguments } from './bare-encode-arguments.ts'

const argumentsFor = (facts: SourceFacts) =>
  bareEncodeArguments({
    source: 'source',
    facts,
    rungs: selectRungs(facts),
    preset: 'veryfast',
    sounds: selectSounds(facts.audio, ['aac']).map((track) => ({ track, gainDb: 0 })),
  })

function graphOf(facts: SourceFacts): string {
  const args = argumentsFor(facts)
  return args[args.indexOf('-filter_complex') + 1] ?? ''
}

describe('bareEncodeArguments', () => {
  it('reads one source once and writes every rung and the sound', () => {
    const args = argumentsFor(sampleFacts())
    expect(args.filter((arg) => arg === '-i')).toHaveLength(1)
    expect(args.filter((arg) => arg.endsWith('.mp4'))).toEqual([
      '1080p.mp4',
      '720p.mp4',
      '480p.mp4',
      '360p.mp4',
      '240p.mp4',
      'audio.mp4',
    ])
  })

  it('guards its input, and asks for damage by exit status', () => {
    const args = argumentsFor(sampleFacts())
    const before = args.slice(0, args.indexOf('-i')).join(' ')
    expect(before).toContain('-protocol_whitelist file')
    expect(before).toContain('-format_whitelist mov,matroska')
    expect(before).toContain('-max_pixels 35389440')
    expect(before).toContain('-max_error_rate 0.0005 -err_detect:v explode')
  })

  it('cuts closed GOPs by the clock in every rung', () => {
    const args = argumentsFor(sampleFacts()).join(' ')
    expect(args.match(/-force_key_frames expr:gte\(t,n_forced\*2\)/g)).toHaveLength(5)
    expect(args.match(/-sc_threshold 0 -forced-idr 1/g)).toHaveLength(5)
    expect(args.match(/-pix_fmt yuv420p/g)).toHaveLength(5)
  })

  it('scales each rung from the one above it', () => {
    expect(graphOf(sampleFacts({}, { audio: null }))).toBe(
      [
        '[0:0]setpts=PTS-STARTPTS,fps=25/1:start_time=0,scale=1920:1080,setsar=1,format=yuv420p,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709,split[v0][s1]',
        '[s1]scale=1280:720,setsar=1,format=yuv420p,split[v1][s2]',
        '[s2]scale=854:480,setsar=1,format=yuv420p,split[v2][s3]',
        '[s3]scale=640:360,setsar=1,format=yuv420p,split[v3][s4]',
        '[s4]scale=426:240,setsar=1,format=yuv420p[v4]',
      ].join(';'),
    )
  })

  it('keeps the timestamps of a variable rate', () => {
    const facts = sampleFacts({ isVariable: true, frameRate: { numerator: 7220, denominator: 1000 } })
    expect(graphOf(facts)).toContain("[0:0]setpts='if(eq(N,0),0,PTS)',scale")
    expect(argumentsFor(facts).join(' ')).toContain('-enc_time_base 1:90000 -video_track_timescale 90000')
  })

  it('deinterlaces what is interlaced, and halves what is too fast', () => {
    expect(graphOf(sampleFacts({ fieldOrder: 'interlaced' }))).toContain(
      '[0:0]yadif=mode=send_frame:deint=interlaced,',
    )
    expect(graphOf(sampleFacts({ frameRate: { numerator: 120, denominator: 1 } }))).toContain('fps=60/1:')
  })

  it('shows every second frame of what is smooth in small rungs', () => {
    const graph = graphOf(sampleFacts({ frameRate: { numerator: 60, denominator: 1 } }))
    expect(graph).toContain('[s1]scale=1280:720,')
    expect(graph).toContain('[s2]framestep=2,scale=854:480,')
    expect(graph).toContain('[s3]scale=640:360,')
  })

  it('keeps the last frame of a container that gives it no time', () => {
    expect(graphOf(sampleFacts({ lastFrameMs: 1 }))).toContain('fps=25/1:start_time=0:eof_action=pass,')
    expect(graphOf(sampleFacts({ lastFrameMs: 40 }))).toContain('fps=25/1:start_time=0,')
  })

  it('fills a late start with whole frames, and moves the sound by the rest', () => {
    const late = graphOf(sampleFacts({ startMs: 2136 }))
    expect(late).toContain('setpts=PTS-STARTPTS+53/(25/1)/TB,')
    expect(late).toContain(
      '[0:1]asetpts=PTS-0.016000/TB,aresample=48000:async=1:first_pts=0:out_sample_fmt=fltp:out_chlayout=stereo,atrim=start_sample=1024[a0]',
    )
    expect(graphOf(sampleFacts({ startMs: 21 }))).toContain('[0:0]setpts=PTS-STARTPTS,')
    expect(graphOf(sampleFacts({ startMs: 21 }))).toContain('asetpts=PTS-0.021000/TB')
  })

  it('writes every sound of the film', () => {
    const audio = { index: 1, codec: 'aac', profile: null, channels: 6, sampleRate: 48_000 }
    const args = argumentsFor(sampleFacts({}, { audio }))
    expect(args.filter((arg) => arg.endsWith('.mp4')).slice(5)).toEqual(['audio.mp4', 'surround.mp4'])
    expect(graphOf(sampleFacts({}, { audio }))).toMatch(/\[v4\];\[0:1\]asetpts=.*\[a0\];.*\[a1\]$/)
  })
})
