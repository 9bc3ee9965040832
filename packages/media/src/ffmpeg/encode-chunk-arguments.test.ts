import { describe, expect, it } from 'vitest'
import type { SeekFacts } from '../chunks/seek-facts.ts'
import { selectRungs } from '../ladder/select-rungs.ts'
import { sampleFacts } from '../source/sample-facts.ts'
import type { SourceFacts, VideoFacts } from '../source/source-facts.ts'
import { cutTrialArguments, encodeChunkArguments } from './encode-chunk-arguments.ts'

const SEEKING: SeekFacts = {
  containerStart: 1.4,
  pictureStart: 1.48,
  pictureEndMs: 62_280,
  longestFrameMs: 40,
  runUpMs: [],
}

const FIRST = { index: 0, startMs: 0, endMs: 4000, last: false }
const SECOND = { index: 1, startMs: 4000, endMs: 12_000, last: false }
const LAST = { index: 2, startMs: 12_000, endMs: 62_301, last: true }

function argumentsOf(chunk: typeof FIRST, video: Partial<VideoFacts> = {}, facts?: SourceFacts) {
  const all = facts ?? sampleFacts(video)
  const rungs = selectRungs(all).slice(-1)
  return encodeChunkArguments({
    source: 'source',
    facts: all,
    seeking: SEEKING,
    chunk,
    rungs,
    preset: 'veryfast',
    damage: 'counted',
  })
}

function clockOf(chunk: typeof FIRST, video: Partial<VideoFacts> = {}): string {
  const args = argumentsOf(chunk, video)
  const graph = args[args.indexOf('-filter_complex') + 1] ?? ''
  return graph.slice(graph.indexOf(']') + 1, graph.indexOf(',scale'))
}

describe('encodeChunkArguments', () => {
  it('puts the frames of a constant rate on the grid of the whole film', () => {
    expect(clockOf(FIRST)).toBe('setpts=PTS-STARTPTS,fps=25/1:start_time=0,trim=end_pts=100')
    expect(clockOf(SECOND)).toBe('setpts=PTS-round(1.480000/TB),fps=25/1,trim=start_pts=100:end_pts=300')
    expect(clockOf(LAST)).toBe('setpts=PTS-round(1.480000/TB),fps=25/1,trim=start_pts=300')
  })

  it('begins chunks and GOPs with frames that small rungs show too', () => {
    const frameRate = { numerator: 60_000, denominator: 1001 }
    const chunk = { index: 1, startMs: 36_000, endMs: 48_000, last: false }
    expect(clockOf(chunk, { frameRate })).toContain(
      'fps=60000/1001,trim=start_pts=2158:end_pts=2878,framestep=2',
    )
    const facts = sampleFacts({ frameRate })
    const rungs = selectRungs(facts)
    const args = encodeChunkArguments({
      ...{ source: 'source', facts, seeking: SEEKING, chunk, rungs, preset: 'veryfast', damage: 'counted' },
    })
    const keyframes = args.filter((_, index) => args[index - 1] === '-force_key_frames')
    expect(keyframes.map((expression) => expression.endsWith('*not(mod(n,2))'))).toEqual([
      ...[true, true],
      ...[false, false, false],
    ])
    const clocks = args.filter((_, index) => args[index - 1] === '-video_track_timescale')
    expect(clocks).toEqual(['60000', '60000', '90000', '90000', '90000'])
  })

  it('fills a late start in the first chunk, and counts it in the others', () => {
    expect(clockOf(SECOND, { startMs: 2136 })).toContain('PTS-round(1.480000/TB)+53/(25/1)/TB,')
  })

  it('keeps a variable rate by its clock, with one frame after the end', () => {
    const variable = { isVariable: true, frameRate: { numerator: 7220, denominator: 1000 } }
    expect(clockOf(FIRST, variable)).toBe(
      "setpts='if(eq(N,0),0,PTS)',trim=end=4.140,select='(isnan(prev_selected_t)+lt(prev_selected_t,3.999999))'",
    )
    expect(clockOf(SECOND, variable)).toBe(
      "setpts=PTS-round(1.400000/TB),trim=end=12.140,select='gte(t,3.999999)*(isnan(prev_selected_t)+lt(prev_selected_t,11.999999))'",
    )
    expect(clockOf(LAST, variable)).toBe("setpts=PTS-round(1.400000/TB),select='gte(t,11.999999)'")
    expect(argumentsOf(FIRST, variable).join(' ')).toContain('-enc_time_base 1:90000')
  })

  it('seeks on the container’s clock, and lets the graph cut', () => {
    const seek = '-copyts -noaccurate_seek -seek_timestamp 1 -ss 5.360000 '
    expect(argumentsOf(SECOND).join(' ')).toContain(seek)
    expect(argumentsOf(FIRST)).not.toContain('-ss')
    expect(argumentsOf(FIRST)).not.toContain('-copyts')
  })

  it('tries whether decoding can begin there', () => {
    const { facts, seeking } = { facts: sampleFacts(), seeking: SEEKING }
    const trial = cutTrialArguments({
      ...{ source: 'source', facts, seeking, chunk: SECOND, damage: 'counted' },
    }).join(' ')
    expect(trial).toContain(
      '-err_detect:v explode -copyts -noaccurate_seek -seek_timestamp 1 -ss 5.360000 -t 1 ',
    )
    expect(trial).toMatch(/-map 0:0 -fps_mode passthrough -enc_time_base 1:90000 -f framecrc pipe:1$/)
  })

  it('guards its input, and takes as much damage as the whole film may have', () => {
    const args = argumentsOf(SECOND)
    const before = args.slice(0, args.indexOf('-i')).join(' ')
    expect(before).toContain('-protocol_whitelist file')
    expect(before).toContain('-max_error_rate 0.003893 -err_detect:v explode')
    const whole = argumentsOf({ index: 0, startMs: 0, endMs: 62_301, last: true })
    expect(whole.join(' ')).toContain('-max_error_rate 0.0005 ')
    expect(argumentsOf(SECOND, { frameCount: 900_000 }).join(' ')).toContain('-max_error_rate 0.005 ')
  })

  it('takes as few threads as it is told, of which other codecs know best themselves', () => {
    const facts = sampleFacts()
    const request = { source: 'source', facts, seeking: SEEKING, chunk: SECOND, preset: 'veryfast' } as const
    const threadsIn = (codec: 'h264' | 'hevc', threads?: number) => {
      const rungs = selectRungs(facts, { codec }).slice(-2)
      const args = encodeChunkArguments({ ...request, rungs, damage: 'counted', threads })
      return args.flatMap((arg, place) => (arg.endsWith('threads') ? [`${arg} ${args[place + 1]}`] : []))
    }
    expect(threadsIn('h264')).toEqual([])
    const read = ['-threads 2', '-filter_complex_threads 2']
    expect(threadsIn('h264', 2)).toEqual([...read, '-threads 2', '-threads 2'])
    expect(threadsIn('hevc', 2)).toEqual(read)
  })

  it('draws a watermark once, into the highest rung, from which the others are scaled', () => {
    const facts = sampleFacts()
    const rungs = selectRungs(facts).slice(0, 2)
    const watermark = { corner: 'bottom_right' as const, size: 0.15, opacity: 0.8 }
    const args = encodeChunkArguments({
      ...{ source: 'source', facts, seeking: SEEKING, chunk: SECOND, rungs },
      ...{ preset: 'veryfast', damage: 'counted', watermark },
    })
    const inputs = args.slice(args.indexOf('-i'), args.indexOf('-filter_complex')).join(' ')
    expect(inputs).toBe('-i source -protocol_whitelist file -f png_pipe -framerate 1 -i watermark.png')
    const graph = args[args.indexOf('-filter_complex') + 1] ?? ''
    expect(graph).toMatch(
      /bt709\[plain\];\[plain\]\[mark\]overlay=x=W-w-38:y=H-h-38:format=yuv420,split\[v0\]\[s1\];\[s1\]scale=1280:720/,
    )
    expect(graph.match(/overlay/g)).toHaveLength(1)
  })

  it('writes fragments that say nothing of the file they come from', () => {
    const args = argumentsOf(SECOND).join(' ')
    expect(args).toContain('-profile:v main -level:v 2.1 -crf 24 -maxrate 450k -bufsize 900k')
    expect(args).toContain('-video_track_timescale 90000 -map_metadata -1 -map_chapters -1 -fflags +bitexact')
    expect(args).toMatch(/-movflags \+cmaf\+frag_discont\+frag_keyframe -f mp4 240p\.mp4$/)
    expect(args).not.toContain('aac')
  })
})
